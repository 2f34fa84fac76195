/* Five minutes before the room closes, a word that one key takes away; just before the end,
   what is typed posts itself. Served only where the room has hours. */
(() => {
  'use strict';
  const { body } = document;
  const room = body.dataset;
  const tell = (text, label) => {
    document.querySelectorAll('[data-closing]').forEach((old) => old.remove());
    const bar = document.createElement('div');
    const words = document.createElement('p');
    const button = document.createElement('button');
    bar.className = 'lock';
    bar.dataset.closing = '';
    bar.setAttribute('role', 'alert');
    words.className = 'lock__text';
    words.textContent = text;
    button.type = 'button';
    button.className = 'button button--second';
    button.textContent = label;
    button.addEventListener('click', () => bar.remove());
    bar.append(words, button);
    body.append(bar);
  };
  const after = (wait, act) => {
    if (wait >= 0 && wait < 86400) window.setTimeout(act, wait * 1000);
  };
  if (room.closeSeconds) {
    const soon = Number(room.closeSoon); /* 0: the page already says it */
    if (soon) after(soon, () => tell(room.closeText, room.closeLabel));
    after(Number(room.closeSeconds) - 5, () => document.dispatchEvent(new Event('tremplin:save')));
    after(Number(room.closeSeconds), () => tell(room.closedText, room.closeLabel));
  }
})();
