/* The supervisor's room asks for itself: the page stays still, and only its tiles change. The
   header that reloads the page is not sent to « direct »; without this file it does the work. */
(() => {
  'use strict';
  const place = () => document.querySelector('[data-room]');
  const first = place();
  if (!first || !window.XMLHttpRequest) return;
  const address = `${first.dataset.room}?direct=oui`;
  const seconds = Number(first.dataset.roomDirect);
  if (!seconds) {
    window.location.replace(address);
    return;
  }
  const show = (fresh) => {
    const old = place();
    if (!old || old.isEqualNode(fresh)) return;
    const held = document.activeElement;
    const inside = held && old.contains(held);
    const name = inside ? held.id || (held.form ? held.form.getAttribute('action') : '') : '';
    old.replaceWith(document.adoptNode(fresh));
    if (!name) return;
    const again = document.getElementById(name)
      || document.querySelector(`form[action="${name}"] button`);
    if (again) again.focus();
  };
  const ask = () => {
    const request = new XMLHttpRequest();
    request.open('GET', address);
    request.responseType = 'document';
    request.onload = () => {
      const fresh = request.response && request.response.querySelector('[data-room]');
      if (fresh) show(fresh);
      else if (request.status < 500) window.location.reload(); /* locked or signed out */
    };
    request.send();
  };
  window.setInterval(ask, (seconds * 1000) / 4);
})();
