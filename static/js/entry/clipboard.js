// Cells to and from the clipboard, as Excel and WPS write them: tabs between cells, lines between rows, quotes around
// a cell that itself holds tabs, lines or quotes.

/** Rows of texts. A last empty line is the end of the one before. */
export function parse(text) {
  const rows = [[]];
  let cell = "";
  let quoted = false;
  const plain = text.replace(/\r\n?/g, "\n");
  for (let at = 0; at < plain.length; at += 1) {
    const character = plain[at];
    if (quoted) {
      if (character === '"' && plain[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else if (character === '"') {
        quoted = false;
      } else {
        cell += character;
      }
    } else if (character === '"' && cell === "" && closes(plain, at)) {
      quoted = true;
    } else if (character === "\t") {
      rows[rows.length - 1].push(cell);
      cell = "";
    } else if (character === "\n") {
      rows[rows.length - 1].push(cell);
      rows.push([]);
      cell = "";
    } else {
      cell += character;
    }
  }
  rows[rows.length - 1].push(cell);
  if (rows.length > 1 && rows[rows.length - 1].length === 1 && rows[rows.length - 1][0] === "") {
    rows.pop();
  }
  return rows;
}

/** Whether the quote that opens here is closed at the end of a cell: an inch sign is no quoting. */
function closes(text, from) {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === '"') {
      if (text[at + 1] === '"') {
        at += 1;
      } else {
        return at + 1 >= text.length || text[at + 1] === "\t" || text[at + 1] === "\n";
      }
    }
  }
  return false;
}

export function write(rows) {
  const cell = (text) => (/[\t\n"]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
  return rows.map((row) => row.map(cell).join("\t")).join("\n");
}

/**
 * Where pasted texts would go. `grid`: {rows, fields (editable columns in order), title(field), words};
 * `at`: {top, bottom (row indices), from, to (fields)} of the selection. Gives {changes} or {refusal}; nothing is skipped in silence.
 */
export function plan(texts, grid, at) {
  const { words } = grid;
  const first = grid.fields.indexOf(at.from);
  if (first < 0) {
    return { refusal: fill(words.pasteHere) };
  }
  const last = grid.fields.indexOf(at.to);
  const columns = Math.max(...texts.map((row) => row.length));
  const single = texts.length === 1 && columns === 1;
  const height = single ? at.bottom - at.top + 1 : texts.length;
  const width = single ? Math.max(last - first + 1, 1) : columns;
  if (first + width > grid.fields.length) {
    const room = grid.fields.length - first;
    return { refusal: fill(words.pasteTooWide, { columns, from: grid.title(at.from), room }) };
  }
  if (at.top + height > grid.rows.length) {
    const room = grid.rows.length - at.top;
    return { refusal: fill(words.pasteTooLong, { rows: texts.length, from: grid.rows[at.top].info.name, room }) };
  }
  const changes = [];
  let ragged = false;
  for (let down = 0; down < height; down += 1) {
    const row = grid.rows[at.top + down];
    for (let right = 0; right < width; right += 1) {
      const text = single ? texts[0][0] : texts[down][right];
      const field = grid.fields[first + right];
      if (text === undefined) {
        ragged = true;
        continue;
      }
      const why = row.whyLocked(field, words);
      if (why) {
        return { refusal: fill(words.pasteReadOnly, { name: row.info.name, column: grid.title(field), why }) };
      }
      changes.push({ id: row.id, field, after: text });
    }
  }
  const filled = single && changes.length > 1;
  const told = filled ? fill(words.pastedFill, { n: changes.length }) : fill(words.pasted, { rows: texts.length, columns });
  return { changes, told: ragged ? `${told}${words.pasteRagged}` : told };
}

/** A sentence with its {names} filled in. */
export function fill(sentence, values = {}) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}
