/* The trainer's editor: line numbers and marks, insertion, pasting from Word, and saving by itself.
   The page works without this file. No HTML is built from text: regions come ready from the server. */
(() => {
  'use strict';
  const form = document.querySelector('[data-studio]');
  if (!form) return;
  const text = form.querySelector('[data-text]');
  const base = form.querySelector('[data-base]');
  const side = document.querySelector('[data-side]');
  const alarm = document.querySelector('[data-alarm]');
  const PAUSE_MS = 700;
  const RETRY_MS = [2000, 4000, 8000, 15000, 30000];
  const region = (name) => document.querySelector(`[data-live="${name}"]`);
  const each = (root, selector, act) => Array.prototype.forEach.call(root.querySelectorAll(selector), act);

  /* ---- The text: everything is typed through the browser's own command, so that undoing works. ---- */
  const replace = (from, to, words) => {
    text.focus();
    text.setSelectionRange(from, to);
    if (from === to && !words) return;
    const done = words ? document.execCommand('insertText', false, words) : document.execCommand('delete');
    if (done) return;
    text.setRangeText(words, from, to, 'end');
    text.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const lineAt = (place) => text.value.slice(0, place).split('\n').length;
  const startOf = (line) => text.value.split('\n').slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  const lineBounds = (from, to) => {
    const start = text.value.lastIndexOf('\n', from - 1) + 1;
    const end = text.value.indexOf('\n', to);
    return [start, end < 0 ? text.value.length : end];
  };

  /* Put the difference between the text and another one in a single change. */
  const become = (other) => {
    const mine = text.value;
    let start = 0;
    while (start < mine.length && start < other.length && mine[start] === other[start]) start += 1;
    let end = 0;
    while (end < mine.length - start && end < other.length - start && mine[mine.length - 1 - end] === other[other.length - 1 - end]) end += 1;
    if (start === mine.length && start === other.length) return;
    replace(start, mine.length - end, other.slice(start, other.length - end));
  };

  /* ---- The mirror behind the text: one element a line, for the numbers, the marks and the height. ---- */
  const paper = form.querySelector('[data-paper]');
  const mirror = form.querySelector('[data-mirror]');
  let shown = [];
  const reflect = () => {
    const lines = text.value.split('\n');
    let start = 0;
    while (start < lines.length && start < shown.length && lines[start] === shown[start]) start += 1;
    let end = 0;
    while (end < lines.length - start && end < shown.length - start && lines[lines.length - 1 - end] === shown[shown.length - 1 - end]) end += 1;
    for (let gone = shown.length - end - 1; gone >= start; gone -= 1) mirror.children[gone].remove();
    const before = mirror.children[start] || null;
    lines.slice(start, lines.length - end).forEach((words) => {
      const line = document.createElement('div');
      line.className = 'studio-text__line';
      line.textContent = words;
      mirror.insertBefore(line, before);
    });
    shown = lines;
  };
  const RANK = ['info', 'conseil', 'attention', 'erreur'];
  const findings = () => Array.from(document.querySelectorAll('[data-finding]'));
  const mark = () => {
    Array.prototype.forEach.call(mirror.children, (line) => RANK.forEach((kind) => line.classList.remove(`studio-text__line--${kind}`)));
    findings()
      .sort((one, other) => RANK.indexOf(one.dataset.finding) - RANK.indexOf(other.dataset.finding))
      .forEach((item) => {
        const line = mirror.children[Number(item.dataset.line) - 1];
        if (!line) return;
        RANK.forEach((kind) => line.classList.toggle(`studio-text__line--${kind}`, kind === item.dataset.finding));
      });
  };

  /* ---- Where one is: the line's number, its finding, its question in the preview. ---- */
  let here = 0;
  let followed = '';
  /* Zones scroll on their own where there is room; else the page does. */
  const scrolls = (zone) => getComputedStyle(zone).overflowY !== 'visible' && zone.scrollHeight > zone.clientHeight;
  const isBeside = () => side.getBoundingClientRect().left > form.getBoundingClientRect().left;
  const bring = (zone, element) => {
    const top = element.getBoundingClientRect().top - zone.getBoundingClientRect().top;
    if (top < 64 || top > zone.clientHeight * 0.7) zone.scrollTop += top - 64;
  };
  const follow = () => {
    const lines = text.value.slice(0, text.selectionStart).split('\n');
    const opened = lines.reverse().find((line) => /^\s*:::/.test(line)) || '';
    const name = (/^\s*:::\s*question\s+([\w-]+)/i.exec(opened) || [])[1] || '';
    if (name && name !== followed) {
      const panel = document.getElementById(`q-${name}`);
      if (panel && scrolls(side) && !document.getElementById('studio-apercu').hidden) bring(side, panel);
    }
    followed = name;
  };
  /* While the preview is shown, what was found on the line stands under the text. */
  const note = form.querySelector('[data-note]');
  const remark = () => {
    note.textContent = '';
    note.hidden = true;
    if (!document.getElementById('studio-constats').hidden || !isBeside()) return;
    findings().forEach((item) => {
      if (Number(item.dataset.line) !== here) return;
      const copy = item.cloneNode(true);
      copy.removeAttribute('data-finding');
      copy.classList.remove('studio-findings__item--here');
      each(copy, '[data-go]', (one) => one.remove());
      note.append(copy);
    });
    note.hidden = !note.firstChild;
    const line = mirror.children[here - 1];
    if (note.hidden || !line) return;
    form.scrollTop += Math.max(0, line.getBoundingClientRect().bottom - note.getBoundingClientRect().top);
  };
  const look = () => {
    if (document.activeElement !== text) return;
    const line = lineAt(text.selectionStart);
    if (line !== here) {
      if (mirror.children[here - 1]) mirror.children[here - 1].classList.remove('studio-text__line--here');
      here = line;
    }
    if (mirror.children[here - 1]) mirror.children[here - 1].classList.add('studio-text__line--here');
    let first = null;
    findings().forEach((item) => {
      const current = Number(item.dataset.line) === here;
      item.classList.toggle('studio-findings__item--here', current);
      if (current && !first) first = item;
    });
    if (first && scrolls(side)) bring(side, first);
    remark();
    follow();
  };
  const goTo = (line) => {
    const from = startOf(line);
    text.focus();
    text.setSelectionRange(from, lineBounds(from, from)[1]);
    look();
    const shownLine = mirror.children[line - 1];
    if (!shownLine) return;
    if (scrolls(form)) bring(form, shownLine);
    else shownLine.scrollIntoView({ block: 'center' });
  };

  /* ---- Preview and findings, one at a time beside the text. ---- */
  const tabs = Array.from(document.querySelectorAll('[data-tabs] [role="tab"]'));
  const panelOf = (tab) => document.getElementById(tab.getAttribute('aria-controls'));
  const show = (chosen) => tabs.forEach((tab) => {
    const current = tab === chosen;
    tab.setAttribute('aria-selected', String(current));
    tab.tabIndex = current ? 0 : -1;
    panelOf(tab).hidden = !current;
  });
  const readyTabs = () => {
    tabs.forEach((tab, place) => {
      panelOf(tab).setAttribute('role', 'tabpanel');
      panelOf(tab).setAttribute('aria-labelledby', tab.id);
      tab.addEventListener('click', () => {
        show(tab);
        side.scrollTop = 0;
        remark();
      });
      tab.addEventListener('keydown', (event) => {
        if (!/^Arrow(?:Left|Right)$/.test(event.key)) return;
        const other = tabs[(place + 1) % tabs.length];
        show(other);
        other.focus();
      });
    });
    document.getElementById('studio-constats').append(region('constats'));
    document.querySelector('[data-tabs]').hidden = false;
    show(document.querySelector('[data-finding="erreur"]') ? tabs[1] : tabs[0]);
  };

  /* What a region that has just come needs. */
  const wake = (root) => {
    each(root, '[data-without-script]', (one) => { one.hidden = true; });
    each(root, '[data-go]', (one) => { one.hidden = false; });
  };
  const count = () => each(document, '[data-count]', (one) => { one.textContent = region('constats').dataset.countOf; });

  /* ---- Saving: a pause in typing posts the form; only the regions of the reply are taken. ---- */
  const NOT_TEXT = ['modele', 'ligne', 'chiffre', 'media'];
  const values = () => {
    const sent = new URLSearchParams(new FormData(form));
    NOT_TEXT.forEach((name) => sent.delete(name));
    return sent;
  };
  const written = () => {
    const sent = values();
    sent.delete('csrf_token');
    sent.delete('base');
    return sent.toString();
  };
  let saved = written();
  let timer = 0;
  let tries = 0;
  let running = false;
  let stale = Boolean(document.querySelector('[data-conflict]'));
  let leaving = false;
  const isDirty = () => written() !== saved;

  const say = (sentence) => {
    alarm.textContent = '';
    if (!sentence) return;
    const line = document.createElement('p');
    line.className = 'studio__alarm';
    line.textContent = sentence;
    alarm.append(line);
  };
  const ask = (method, body, address) => new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open(method, address || form.getAttribute('action'));
    request.responseType = 'document';
    request.timeout = 30000;
    request.setRequestHeader('X-Enregistrement', 'auto');
    if (body) request.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded;charset=UTF-8');
    const end = () => {
      const page = request.response;
      done({ status: request.status, page: page && (address || page.querySelector('[data-studio]')) ? page : null });
    };
    request.onload = end;
    request.onerror = end;
    request.ontimeout = end;
    request.send(body ? body.toString() : null);
  });

  const swap = (page) => each(page, '[data-live]', (fresh) => {
    const old = region(fresh.dataset.live);
    /* Somebody is answering a question of the preview: it stays until the next save. */
    if (!old || (fresh.dataset.live === 'apercu' && old.contains(document.activeElement))) return;
    const come = document.adoptNode(fresh);
    wake(come);
    old.replaceWith(come);
  });
  const take = (page) => {
    swap(page);
    count();
    mark();
    look();
  };
  const again = (sentence) => {
    say(sentence);
    const pause = RETRY_MS[Math.min(tries, RETRY_MS.length - 1)];
    tries += 1;
    later(pause);
  };
  /* A new session has a new token: the page is asked for again, and only its token is taken. */
  const renew = () => ask('GET', null).then(({ page }) => {
    if (!page) return false;
    form.elements.csrf_token.value = page.querySelector('[name="csrf_token"]').value;
    return true;
  });
  const showConflict = () => {
    if (scrolls(form)) form.scrollTop = 0;
    else region('conflit').scrollIntoView();
  };
  const settle = ({ status, page }, sent, act) => {
    if (status === 409 && page) {
      stale = true;
      base.value = page.querySelector('[data-base]').value;
      take(page);
      say(form.dataset.stale);
      showConflict();
    } else if (status === 200 && page) {
      tries = 0;
      saved = sent;
      base.value = page.querySelector('[data-base]').value;
      say('');
      if (act && written() === sent) act(page);
      take(page);
      if (isDirty()) later(PAUSE_MS);
    } else if (page) {
      take(page);
      say(form.dataset.refused);
    } else if (status === 0) again(form.dataset.cut);
    else if (status === 503 || status === 429) again(form.dataset.busy);
    else if (status >= 500 || tries > 1) again(status >= 500 ? form.dataset.cut : form.dataset.closed);
    else renew().then((renewed) => again(renewed ? '' : form.dataset.closed));
  };
  /* Posts the text now; `choice` is the button pressed, `act` what to do with the page that comes back. */
  const save = (choice, act) => {
    window.clearTimeout(timer);
    timer = 0;
    if (stale) return;
    if (running) { later(PAUSE_MS); return; }
    running = true;
    const sent = written();
    const body = values();
    body.append('faire', choice || 'enregistrer');
    ask('POST', body).then((reply) => {
      running = false;
      settle(reply, sent, act);
    });
  };
  function later(pause) {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => { if (isDirty() || tries) save(); }, pause);
  }
  const typed = () => {
    if (stale || !isDirty()) return;
    const state = region('etat');
    if (state) state.textContent = ` · ${form.dataset.waiting}`;
    if (!tries) later(PAUSE_MS);
  };

  /* « Corriger »: the server mends its text, and the difference is typed here, so that it can be undone. */
  const mend = (choice) => save(choice, (page) => {
    const top = form.scrollTop;
    become(page.querySelector('[data-text]').value);
    each(page, '[data-studio] .field__input, [data-studio] .field__select, [data-studio] .field__area', (fresh) => {
      const mine = fresh.id && document.getElementById(fresh.id);
      if (mine && NOT_TEXT.indexOf(mine.name) < 0) mine.value = fresh.value;
    });
    form.scrollTop = top;
    saved = written();
  });

  window.studio = { form, text, ask, replace, lineBounds };

  /* ---- Start ---- */
  mirror.hidden = false;
  paper.classList.add('studio-text__paper--live');
  wake(document);
  readyTabs();
  reflect();
  mark();
  each(form, '[data-mark]', (one) => { one.hidden = false; });
  each(form, '[data-with-script]', (one) => { one.hidden = false; });
  const tree = document.querySelector('[data-tree]');
  if (tree && !isBeside()) tree.open = false;

  text.addEventListener('input', reflect);
  form.addEventListener('input', typed);
  form.addEventListener('change', typed);
  ['focus', 'keyup', 'click', 'input'].forEach((kind) => text.addEventListener(kind, look));
  document.addEventListener('click', (event) => {
    const go = event.target.closest('[data-go]');
    if (go) goTo(Number(go.dataset.go));
    const field = event.target.closest('a[href^="#studio-champ-"]');
    const place = field && document.getElementById(field.hash.slice(1));
    if (place) place.closest('details').open = true;
    const button = event.target.closest('[name="faire"]');
    if (!button) return;
    if (stale) {
      event.preventDefault();
      showConflict();
      return;
    }
    if (/^corriger-/.test(button.value)) { event.preventDefault(); mend(button.value); }
    if (button.value === 'enregistrer') { event.preventDefault(); save(); }
  });
  document.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === 's') { event.preventDefault(); save(); }
  });
  form.addEventListener('submit', () => {
    leaving = true;
    window.clearTimeout(timer);
  });
  window.addEventListener('focus', () => { if (tries) later(0); });
  window.addEventListener('online', () => { if (tries) later(0); });
  window.addEventListener('beforeunload', (event) => {
    if (leaving || (!running && !isDirty())) return;
    event.preventDefault();
    event.returnValue = '';
  });
})();
