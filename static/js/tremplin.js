/* Everything works without this file. No HTML is built from text. */
(() => {
  'use strict';
  const body = document.body;
  const AUTOSAVE_MS = 10000;
  const WARNING_S = 120;

  /* « Afficher ma phrase » */
  document.querySelectorAll('[data-show-phrase]').forEach((toggle) => {
    const input = document.getElementById(toggle.dataset.showPhrase);
    const word = toggle.querySelector('span');
    if (!input || !word) return;
    const show = word.textContent;
    toggle.hidden = false;
    toggle.addEventListener('click', () => {
      const hidden = input.type === 'password';
      input.type = hidden ? 'text' : 'password';
      word.textContent = hidden ? toggle.dataset.hideLabel : show;
      toggle.setAttribute('aria-pressed', String(hidden));
      input.focus();
    });
  });

  document.querySelectorAll('[data-without-script]').forEach((link) => { link.hidden = true; });

  const post = (url, headers, content) => fetch(url, {
    method: 'POST',
    body: content,
    headers,
    credentials: 'same-origin',
    redirect: 'manual',
  }).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer)));

  /* A form that changed posts itself. */
  const keep = (form) => {
    let changed = new Set();
    let timer = 0;
    let running = false;
    const tell = (panels, time) => {
      panels.forEach((panel) => {
        const place = panel.querySelector('[data-saved]');
        if (!place) return;
        place.textContent = `${body.dataset.savedText} ${time}`;
        place.parentElement.hidden = false;
      });
    };
    const save = () => {
      timer = 0;
      if (running || !changed.size) return;
      const panels = changed;
      changed = new Set();
      running = true;
      post(form.action, { 'X-Enregistrement': 'auto' }, new URLSearchParams(new FormData(form)))
        .then(({ suite, enregistre }) => { /* suite: kept, but this terminal waits */
          if (!suite) tell(panels, enregistre);
          else if (!changed.size) window.location.assign(suite);
        })
        .catch(() => panels.forEach((panel) => changed.add(panel)))
        .then(() => {
          running = false;
          if (changed.size) later();
        });
    };
    document.addEventListener('tremplin:save', save);
    const later = () => {
      if (!timer) timer = window.setTimeout(save, AUTOSAVE_MS);
    };
    form.addEventListener('input', (event) => {
      changed.add(event.target.closest('[data-question]') || form);
      later();
    });
    form.addEventListener('submit', () => {
      window.clearTimeout(timer);
      changed = new Set();
    });
  };
  if (window.fetch && window.URLSearchParams) {
    document.querySelectorAll('form[data-autosave]').forEach(keep);
  }

  /* Before the lock, one key keeps the page open. */
  const watch = (seconds) => {
    window.setTimeout(() => {
      const bar = document.createElement('div');
      const text = document.createElement('p');
      const button = document.createElement('button');
      bar.className = 'lock';
      bar.setAttribute('role', 'alert');
      text.className = 'lock__text';
      text.textContent = body.dataset.lockText;
      button.type = 'button';
      button.className = 'button button--second';
      button.textContent = body.dataset.lockLabel;
      bar.append(text, button);
      body.append(bar);
      button.addEventListener('click', () => {
        button.disabled = true;
        post('/presence', { 'X-CSRF-Token': body.dataset.csrf || '' })
          .then((answer) => {
            bar.remove();
            watch(answer.secondes);
          })
          .catch(() => { button.disabled = false; });
      });
    }, Math.max(0, seconds - WARNING_S) * 1000);
  };
  const seconds = Number(body.dataset.lockSeconds);
  if (seconds > 0 && window.fetch) watch(seconds);
})();
