/* While figures are typed, the sentences of the answer follow. Without this file, « Enregistrer et calculer » does it. */
(() => {
  'use strict';
  const form = document.querySelector('form[data-project]');
  const said = document.querySelector('[data-answer]');
  const more = document.querySelector('[data-answer-more]');
  if (!form || !said || !window.fetch || !window.URLSearchParams) return;
  const WAIT_MS = 900;
  let timer = 0;
  let round = 0;
  const line = (name, words) => {
    const node = document.createElement(name === 'worksheet__item' ? 'li' : 'p');
    if (name !== 'worksheet__item') node.className = name;
    node.textContent = words;
    return node;
  };
  const show = (answer) => {
    said.textContent = '';
    if (answer.annonce && answer.annonce.length) {
      const lead = line('worksheet__lead', `${answer.annonce[0]} `);
      const figure = document.createElement('strong');
      figure.className = 'worksheet__figure';
      figure.textContent = answer.annonce[1];
      lead.append(figure, answer.annonce[2]);
      said.append(lead);
    }
    (answer.phrases || []).forEach((words) => said.append(line('worksheet__sentence', words)));
    if (answer.manque && answer.manque.length) {
      const list = document.createElement('ul');
      list.className = 'worksheet__list';
      answer.manque.forEach((words) => list.append(line('worksheet__item', words)));
      said.append(line('worksheet__missing', form.dataset.missing), list);
    }
    /* Tables and the picture are of what was saved last: they would say something else. */
    if (more) more.hidden = true;
  };
  /* A fault that was said goes once its value reads; a new one waits for « Enregistrer ». */
  const mend = (faults) => {
    form.querySelectorAll('.field__error').forEach((node) => {
      const place = node.id.replace(/-err$/, '');
      const field = document.getElementById(place);
      const wrong = Boolean(faults[place]);
      node.style.display = wrong ? '' : 'none';
      if (!field) return;
      if (wrong) field.setAttribute('aria-invalid', 'true');
      else field.removeAttribute('aria-invalid');
      const box = field.closest('.field');
      if (box) box.classList.toggle('field--error', wrong);
    });
    const above = document.querySelector('.worksheet__faults');
    if (above) above.hidden = !Object.keys(faults).length;
  };
  const ask = () => {
    const mine = round;
    fetch(form.action, {
      method: 'POST',
      body: new URLSearchParams(new FormData(form)),
      headers: { 'X-Enregistrement': 'auto' },
      credentials: 'same-origin',
      redirect: 'manual',
    })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer)))
      .then((answer) => {
        if (mine !== round) return;
        if (answer.suite) window.location.assign(answer.suite); /* kept; this terminal waits */
        else if (answer.reponse) {
          show(answer.reponse);
          mend(answer.fautes || {});
        }
      })
      .catch(() => {});
  };
  said.setAttribute('role', 'status');
  form.addEventListener('input', () => {
    round += 1; /* what is on its way does not say this */
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, WAIT_MS);
  });
})();
