/* The toolbar of the editor, pasting from a word processor, and the preview's questions. Needs studio.js and studio-paste.js. */
(() => {
  'use strict';
  if (!window.studio || !window.studioPaste) return;
  const { form, text, ask, replace, lineBounds } = window.studio;

  /* Blocks do not nest: from inside one, the next place is after its closing line. */
  const placeFor = (at) => {
    const lines = text.value.split('\n');
    const line = text.value.slice(0, at).split('\n').length - 1;
    let open = false;
    for (let place = 0; place <= line; place += 1) {
      const words = lines[place].trim();
      if (/^:::\s*\S/.test(words)) open = !/\S\s*:::$/.test(words);
      else if (words === ':::') open = false;
    }
    if (!open) return at;
    const close = lines.findIndex((words, place) => place > line && words.trim() === ':::');
    return close < 0 ? at : lines.slice(0, close + 1).join('\n').length;
  };
  /* A question's name is unique in its text: « prix », then « prix-2 ». */
  const named = (words) => words.replace(/^(:::\s*question\s+)([a-z0-9-]+)/, (whole, start, name) => {
    const taken = (one) => new RegExp(`^\\s*:::\\s*question\\s+${one}\\s*$`, 'im').test(text.value);
    let [free, number] = [name, 1];
    while (taken(free)) {
      number += 1;
      free = `${name}-${number}`;
    }
    return start + free;
  });
  /* Whole lines, with a blank one before and after; the first line to fill in is left chosen. */
  const insertLines = (words, choose) => {
    let [from, to] = [text.selectionStart, text.selectionEnd];
    if (choose) {
      const place = placeFor(from);
      [, from] = lineBounds(place, place);
      to = from;
    }
    const before = text.value.slice(0, from);
    const after = text.value.slice(to);
    const gap = before.trim() && !before.endsWith('\n\n') ? (before.endsWith('\n') ? '\n' : '\n\n') : '';
    const end = after.trim() && !after.startsWith('\n\n') ? (after.startsWith('\n') ? '\n' : '\n\n') : '';
    const core = words.replace(/^\n+|\n+$/g, '');
    replace(from, to, gap + core + end);
    const start = from + gap.length;
    if (!choose) { text.setSelectionRange(start + core.length, start + core.length); return; }
    const first = core.indexOf('\n') + 1;
    const stop = core.indexOf('\n', first);
    text.setSelectionRange(start + first, start + (stop < 0 ? core.length : stop));
    text.dispatchEvent(new Event('keyup'));
  };

  /* Bold around the chosen words, a title or a list at the start of the chosen lines; a second time takes it away. */
  const bold = () => {
    const [from, to] = [text.selectionStart, text.selectionEnd];
    const words = text.value.slice(from, to);
    const inside = /^\*\*([^]*)\*\*$/.exec(words);
    replace(from, to, inside ? inside[1] : `**${words}**`);
    if (inside) text.setSelectionRange(from, from + inside[1].length);
    else if (words) text.setSelectionRange(from, from + words.length + 4);
    else text.setSelectionRange(from + 2, from + 2);
  };
  const prefix = (sign) => {
    const [from, to] = lineBounds(text.selectionStart, text.selectionEnd);
    const lines = text.value.slice(from, to).split('\n');
    const there = lines.every((line) => line.startsWith(sign));
    replace(from, to, lines.map((line) => (there ? line.slice(sign.length) : sign + line)).join('\n'));
  };
  const MARKS = { gras: bold, titre: () => prefix('## '), liste: () => prefix('- ') };

  const closeMenus = (but) => form.querySelectorAll('details[data-menu][open]').forEach((menu) => {
    if (menu !== but) menu.open = false;
  });

  form.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (!button) return;
    if (button.dataset.mark) MARKS[button.dataset.mark]();
    if (button.dataset.insert) {
      closeMenus();
      insertLines(named(button.dataset.insert), true);
    }
    const pick = /^(?:chiffre|media)$/.test(button.value) && form.elements[button.value];
    if (pick) {
      event.preventDefault();
      closeMenus();
      replace(text.selectionStart, text.selectionEnd, pick.options[pick.selectedIndex].dataset.insert);
    }
  });
  document.addEventListener('click', (event) => closeMenus(event.target.closest('details')));
  form.addEventListener('keydown', (event) => {
    const menu = event.target.closest('details[data-menu][open]');
    if (event.key === 'Escape' && menu) {
      menu.open = false;
      menu.querySelector('summary').focus();
    }
  });
  text.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key === 'b') { event.preventDefault(); bold(); }
  });

  /* A paragraph goes in the line; anything more stands on lines of its own. */
  text.addEventListener('paste', (event) => {
    const html = event.clipboardData && event.clipboardData.getData('text/html');
    const words = html ? window.studioPaste.markdownOf(html) : '';
    if (!words) return;
    event.preventDefault();
    if (/\n|^(?:#|- |\||:::)/.test(words)) insertLines(words, false);
    else replace(text.selectionStart, text.selectionEnd, words);
  });

  /* A question of the preview is answered in place: its panel alone is taken from the preview's page. */
  const answer = (panel, method, body, address, fail) => ask(method, body, address).then(({ status, page }) => {
    const fresh = status === 200 && page && page.getElementById(panel.id);
    if (!fresh) { fail(); return; }
    const come = document.adoptNode(fresh);
    panel.replaceWith(come);
    come.tabIndex = -1;
    come.focus({ preventScroll: true });
  });
  const tryOut = (event) => {
    const panel = event.target.closest('[data-live="apercu"] [data-question]');
    if (!panel) return;
    const again = event.type === 'click' && event.target.closest('a[href*="/formateur/apercu/"]');
    if (again) {
      event.preventDefault();
      answer(panel, 'GET', null, again.pathname, () => window.location.assign(again.href));
    } else if (event.type === 'submit') {
      const asked = event.target;
      if (document.activeElement.name === 'indice') return;
      event.preventDefault();
      const sent = new URLSearchParams(new FormData(asked));
      sent.append('enregistrer', panel.dataset.question);
      answer(panel, 'POST', sent, asked.getAttribute('action'), () => asked.submit());
    }
  };
  document.addEventListener('click', tryOut);
  document.addEventListener('submit', tryOut);
})();
