/* What was copied in Word, LibreOffice, Word online or Google Docs, as the Markdown of a lesson: headings, lists,
   tables, bold; links as their words; footnotes, comments and deletions left out; everything else plain.
   The content policy forbids the browser's own HTML parsers, so the markup is read here, as text. */
(() => {
  'use strict';
  const LONGEST = 3000000;
  const DEEPEST = 200;
  const VOID = /^(?:br|hr|img|meta|link|input|col|base|wbr)$/;
  const BLOCK = /^(?:p|div|h[1-6]|ul|ol|li|table|tbody|thead|tr|td|th|blockquote|pre|section|article)$/;
  const UNSEEN = /^(?:head|style|script|xml|title|template|del|noscript|svg|math|select|textarea)$/;
  /* A line of the course format typed in Word: it follows the line before, with no blank line. */
  const FORMAT_LINE = /^(?::::$|[-•–—>=≠|☐☒]|\d+[.)]\s|(?:Explication|Indice|Points|Objectif|Variables|Associer|Ordre|Grille|Réponse libre|Échelle)\s*:)/i;
  const NAMED = {
    amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0', laquo: '«', raquo: '»', lsquo: '‘', rsquo: '’',
    ldquo: '“', rdquo: '”', ndash: '–', mdash: '—', hellip: '…', euro: '€', bull: '•', middot: '·', times: '×', divide: '÷',
    minus: '−', plusmn: '±', deg: '°', rarr: '→', le: '≤', ge: '≥', ne: '≠', frac12: '½', oelig: 'œ', OElig: 'Œ',
    agrave: 'à', acirc: 'â', ccedil: 'ç', egrave: 'è', eacute: 'é', ecirc: 'ê', euml: 'ë', icirc: 'î', iuml: 'ï', ocirc: 'ô',
    ugrave: 'ù', ucirc: 'û', uuml: 'ü', Agrave: 'À', Ccedil: 'Ç', Egrave: 'È', Eacute: 'É', Ecirc: 'Ê', Ocirc: 'Ô',
    shy: '', zwnj: '', zwj: '', thinsp: '\u00a0', ensp: ' ', emsp: ' ',
  };
  const WINDOWS = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';
  const WINDOWS_CODES = [128, 130, 131, 132, 133, 134, 135, 136, 137, 138, 139, 140, 142, 145, 146, 147, 148, 149, 150, 151, 152, 153, 154, 155, 156, 158, 159];

  const letter = (code) => {
    const place = WINDOWS_CODES.indexOf(code);
    if (place >= 0) return WINDOWS[place];
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  };
  const plain = (text) => text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hexa, decimal, name) => {
    if (hexa) return letter(parseInt(hexa, 16));
    if (decimal) return letter(parseInt(decimal, 10));
    return Object.prototype.hasOwnProperty.call(NAMED, name) ? NAMED[name] : whole;
  });

  /* « class=MsoTitle align="center" » as an object, names in small letters. */
  const attributes = (source) => {
    const found = {};
    const each = /([^\s=/"'<>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?/g;
    let part = each.exec(source);
    while (part) {
      found[part[1].toLowerCase()] = plain(part[2] || part[3] || part[4] || '');
      part = each.exec(source);
    }
    return found;
  };

  /* Calls back for each tag and each piece of text, in order; comments are passed over. */
  const read = (html, onTag, onText) => {
    const tag = /<(\/?)([a-z][\w:-]*)((?:"[^"]*"|'[^']*'|[^'"<>])*)>/iy;
    let at = 0;
    while (at < html.length) {
      const next = html.indexOf('<', at);
      if (next < 0) { onText(html.slice(at)); return; }
      if (next > at) onText(html.slice(at, next));
      if (html[next + 1] === '!' || html[next + 1] === '?') {
        const mark = html.startsWith('<!--', next) ? '-->' : '>';
        const end = html.indexOf(mark, next + 2);
        if (end < 0) return;
        at = end + mark.length;
      } else {
        tag.lastIndex = next;
        const found = tag.exec(html);
        if (found) onTag(found[2].toLowerCase(), found[1] === '/', found[3]);
        else onText('<');
        at = found ? tag.lastIndex : next + 1;
      }
    }
  };

  /* Pieces of a line, some bold, as Markdown: neighbours joined, blanks kept outside the stars. */
  const line = (pieces, starred) => {
    const joined = [];
    pieces.forEach((piece) => {
      const last = joined[joined.length - 1];
      const bold = starred && (piece.bold || (!piece.text.trim() && last && last.bold && piece.text !== '\n'));
      if (last && Boolean(last.bold) === Boolean(bold)) last.text += piece.text;
      else joined.push({ text: piece.text, bold });
    });
    return joined.map(({ text, bold }) => (bold
      ? text.replace(/^(\s*)([^]*?)(\s*)$/, (_, before, core, after) => (core ? `${before}**${core}**${after}` : before + after))
      : text)).join('')
      .replace(/[\u200b-\u200d\ufeff\u00ad]/g, '')
      .replace(/ ?\n ?/g, '\n')
      .replace(/[ \u00a0]{2,}/g, ' ')
      .replace(/\n{3,}/g, '\n\n')
      .replace(/^[\s\u00a0]+|[\s\u00a0]+$/g, '');
  };

  const isNote = (name, att) => {
    const style = att.style || '';
    const mark = `${att.class || ''} ${att.id || ''}`;
    if (/mso-element:\s*(?:footnote-list|endnote-list|comment-list|comment)\b/i.test(style)) return true;
    if (/mso-(?:footnote|endnote|comment)-(?:id|reference)/i.test(style)) return true;
    if (/Mso(?:Footnote|Endnote|Comment)(?:Reference|Text)|FootnoteReference|EndnoteReference|sd(?:foot|end)note(?:anc|\d)/i.test(mark)) return true;
    return name === 'a' && /^[^#]*#(?:_ftn|_edn|sdfootnote|sdendnote|ftnt|cmnt)/i.test(att.href || '');
  };
  const weight = (name, att, before) => {
    const said = /(?:^|[;\s])font-weight:\s*(\w+)/i.exec(att.style || '');
    if (said && said[1] !== 'inherit') return /^(?:bold|[6-9]00)/i.test(said[1]);
    return before || name === 'b' || name === 'strong';
  };
  const headingLevel = (name, att) => {
    if (/^h[1-6]$/.test(name)) return Number(name[1]);
    if (att.role === 'heading') return Number(att['aria-level']) || 2;
    return /\bMso(?:Title)\b/.test(att.class || '') ? 1 : 0;
  };

  class Reader {
    constructor() {
      this.blocks = [];
      this.pieces = [];
      this.stack = [];
      this.table = null;
      this.dropped = false;
      this.shaped = false;
    }

    /* The place of the nearest open element that fits; no document nests deeper than this. */
    placeOf(test) {
      const last = this.stack.length - 1;
      for (let place = last; place >= Math.max(0, last - DEEPEST); place -= 1) if (test(this.stack[place])) return place;
      return -1;
    }

    nearest(test) {
      const place = this.placeOf(test);
      return place < 0 ? null : this.stack[place];
    }

    tag(name, closes, source) {
      if (closes) this.close(name);
      else this.open(name, attributes(source), /\/\s*$/.test(source));
    }

    open(name, att, alone) {
      if (name === 'br') this.pieces.push({ text: '\n', bold: false });
      if (BLOCK.test(name) || name === 'hr') this.startBlock(name);
      if (VOID.test(name) || alone) return;
      const above = this.stack[this.stack.length - 1] || { bold: false, skip: false };
      const style = att.style || '';
      const ignored = /mso-list:\s*ignore/i.test(style);
      const frame = {
        name, att, bold: weight(name, att, above.bold), skip: above.skip || UNSEEN.test(name) || isNote(name, att),
        ignored: above.ignored || ignored, heading: headingLevel(name, att), used: false, marker: '',
        level: Number((/mso-list:\s*\w+\s+level(\d)/i.exec(style) || [])[1]) || 0,
      };
      if (/^(?:_ftn|_edn|ftnt|sdfootnote\d+sym|cmnt)\d*$/i.test(att.name || att.id || '') && name === 'a' && !/ref/i.test(att.name || att.id)) this.dropped = true;
      if (/^(?:p|li|table)$/.test(name) || frame.heading) this.shaped = true;
      this.stack.push(frame);
      this.openTable(name, att);
    }

    /* A new block ends the paragraph, item or cell that was left open. */
    startBlock(name) {
      this.flush();
      const top = this.stack[this.stack.length - 1];
      if (top && /^(?:p|h[1-6])$/.test(top.name)) this.stack.pop();
      if (name === 'li') {
        const item = this.nearest((frame) => /^(?:li|ul|ol)$/.test(frame.name));
        if (item && item.name === 'li') this.close('li');
      }
    }

    openTable(name, att) {
      if (name === 'table' && !this.table) this.table = { rows: [], deep: 0 };
      else if (name === 'table') this.table.deep += 1;
      if (!this.table || this.table.deep) return;
      if (name === 'tr') this.table.rows.push([]);
      if (name !== 'td' && name !== 'th') return;
      if (!this.table.rows.length) this.table.rows.push([]);
      const row = this.table.rows[this.table.rows.length - 1];
      row.push([]);
      for (let extra = Math.min(Number(att.colspan) || 1, 30); extra > 1; extra -= 1) row.push(null);
    }

    close(name) {
      if (name === 'p' || BLOCK.test(name)) this.flush();
      const place = this.placeOf((frame) => frame.name === name);
      if (place < 0) return;
      this.stack.length = place;
      if (name !== 'table' || !this.table) return;
      if (this.table.deep) this.table.deep -= 1;
      else this.endTable();
    }

    endTable() {
      const rows = this.table.rows
        .map((row) => row.map((cell) => (cell ? cell.join(' ') : '')))
        .filter((row) => row.some((cell) => cell));
      this.table = null;
      const width = Math.max(0, ...rows.map((row) => row.length));
      if (width === 1 && rows.length === 1) this.blocks.push({ kind: 'text', text: rows[0][0] });
      if (width * rows.length < 2) return;
      const written = rows.map((row) => `| ${row.concat(Array(width - row.length).fill('')).join(' | ')} |`);
      written.splice(1, 0, `|${'---|'.repeat(width)}`);
      this.blocks.push({ kind: 'table', text: written.join('\n') });
    }

    text(source) {
      const top = this.stack[this.stack.length - 1];
      if (top && top.skip) return;
      const text = plain(source).replace(/[\t\n\r ]+/g, ' ');
      if (top && top.ignored) {
        const item = this.nearest((frame) => frame.level);
        if (item) item.marker += text;
        return;
      }
      this.pieces.push({ text, bold: Boolean(top && top.bold) });
      if (top && top.bold && text.trim()) this.shaped = true;
    }

    /* What was read since the last block becomes a cell's text, a heading, an item or a paragraph. */
    flush() {
      const { pieces, dropped } = this;
      this.pieces = [];
      this.dropped = false;
      if (dropped || !pieces.length) return;
      if (this.table) { this.fillCell(pieces); return; }
      const heading = this.nearest((frame) => frame.heading);
      const text = line(pieces, !heading);
      if (!text) return;
      if (heading) this.blocks.push({ kind: 'heading', level: heading.heading, text: text.replace(/\s*\n\s*/g, ' ') });
      else this.addItem(text);
    }

    fillCell(pieces) {
      const row = this.table.rows[this.table.rows.length - 1];
      const cell = row && row.filter(Boolean).pop();
      const text = line(pieces, this.table.rows.length > 1).replace(/\s*\n\s*/g, ' ').replace(/\|/g, '\\|');
      if (cell && text) cell.push(text);
    }

    addItem(text) {
      const item = this.nearest((frame) => frame.name === 'li');
      const word = item ? null : this.nearest((frame) => frame.level);
      if (!item && !word) { this.blocks.push({ kind: 'text', text }); return; }
      const frame = item || word;
      const list = item && this.nearest((one) => /^(?:ul|ol)$/.test(one.name));
      const deep = item ? Number(item.att['data-aria-level'] || item.att['aria-level']) || this.stack.filter((one) => /^(?:ul|ol)$/.test(one.name)).length : word.level;
      const ordered = item ? Boolean(list && list.name === 'ol') : /^\s*\(?(?:\d+|[a-z]|[ivx]+)[.)]/i.test(word.marker);
      this.blocks.push({ kind: frame.used ? 'more' : 'item', level: Math.max(deep, 1), ordered, text: text.replace(/\s*\n\s*/g, ' ') });
      frame.used = true;
    }
  }

  const isListed = (block) => /^(?:item|more)$/.test(block.kind);
  /* Whether a block stands on the very next line: items together, and the lines of the course format. */
  const follows = (block, before) => {
    if (block.kind === 'item') return isListed(before);
    if (block.kind !== 'text') return false;
    if (isListed(before)) return block.text[0] === '>';
    return before.kind === 'text' && FORMAT_LINE.test(block.text);
  };

  /* Items numbered and set in by their depth; the highest heading becomes « ## », the lesson's title being elsewhere. */
  const written = (blocks) => {
    const highest = Math.min(6, ...blocks.filter((block) => block.kind === 'heading').map((block) => block.level));
    const shallow = Math.min(9, ...blocks.filter((block) => block.kind === 'item').map((block) => block.level));
    const counts = [];
    const kinds = [];
    let level = 1;
    return blocks.map((block, place) => {
      const before = blocks[place - 1];
      let gap = '';
      if (before) gap = follows(block, before) ? '\n' : '\n\n';
      if (block.kind === 'heading') {
        level = Math.min(block.level - highest + 2, level + 1, 4);
        return `${gap}${'#'.repeat(level)} ${block.text}`;
      }
      if (!isListed(block)) return gap + block.text;
      const deep = Math.max(block.level - shallow, 0);
      if (block.kind === 'more') return `${gap}${'    '.repeat(deep + 1)}${block.text}`;
      if (!before || !isListed(before)) counts.length = 0;
      counts.length = Math.min(counts.length, deep + 1);
      if (counts[deep] && kinds[deep] !== block.ordered) {
        counts[deep] = 0;
        if (!deep) gap = '\n\n';
      }
      counts[deep] = (counts[deep] || 0) + 1;
      kinds[deep] = block.ordered;
      return `${gap}${'    '.repeat(deep)}${block.ordered ? `${counts[deep]}.` : '-'} ${block.text}`;
    }).join('');
  };

  /* The Markdown of a piece of HTML; nothing when it has no shape worth keeping, or is too long. */
  const markdownOf = (html) => {
    if (html.length > LONGEST || /<pre\b/i.test(html)) return '';
    const reader = new Reader();
    read(html, (...tag) => reader.tag(...tag), (text) => reader.text(text));
    reader.flush();
    if (reader.table) reader.endTable();
    return reader.shaped ? written(reader.blocks) : '';
  };

  window.studioPaste = { markdownOf };
})();
