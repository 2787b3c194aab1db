'use strict';
(() => {
  const STATUSES = ['fail', 'error', 'undecided', 'skip', 'pass'];
  const WORDS = { fail: 'failed', error: 'no verdict', undecided: 'undecided', skip: 'skipped', pass: 'passed' };
  const STATES = {
    failed: 'broken', passed: 'holds', undecided: 'undecided', error: 'no verdict',
    skipped: 'skipped', untestable: 'cannot be tested', 'not-tried': 'not tried',
  };
  const ROW = 46;
  const $ = (id) => document.getElementById(id);
  const make = (tag, props, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(props || {})) {
      if (name === 'class') node.className = value;
      else if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
      else node.setAttribute(name, value);
    }
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  };

  const lines = JSON.parse($('report').textContent);
  const header = lines.find((line) => line.line === 'header') || { operations: [] };
  const summary = lines.find((line) => line.line === 'summary');
  const results = lines.filter((line) => line.line === 'result');
  const statements = lines.filter((line) => line.line === 'coverage');
  const rank = Object.fromEntries(STATUSES.map((status, at) => [status, at]));
  results.forEach((result, at) => { result.at = at; });
  results.sort((a, b) => rank[a.verdict.status] - rank[b.verdict.status] || a.at - b.at);
  const single = header.operations.length === 1;
  const short = (id) => (single ? id.split('/').slice(2).join('/') : id);
  const haystack = (result) =>
    (result.haystack ||= `${result.id}\n${result.why}\n${result.verdict.reason || ''}\n${(result.statements || []).join('\n')}`.toLowerCase());

  const shownStatuses = new Set(STATUSES);
  const counts = Object.fromEntries(STATUSES.map((status) => [status, 0]));
  for (const result of results) counts[result.verdict.status] += 1;
  let visible = results;
  let selected = null;
  let statement = null;

  // The head.
  if (summary) {
    $('verdict').dataset.code = summary.exitCode;
    const seconds = (summary.elapsedMs / 1000).toFixed(2);
    const stopped = summary.stopped ? ` · stopped early: ${summary.stopped}` : '';
    $('facts').textContent = `${summary.cases} cases · ${summary.requests} requests to ${header.endpoint} in ${seconds} s · seed ${header.seed}${stopped}`;
  }
  STATUSES.forEach((status, at) => {
    const tally = make('button', {
      class: counts[status] ? 'tally' : 'tally none', 'data-status': status, 'aria-pressed': 'true',
      title: `Show or hide (${at + 1})`, onclick: () => toggle(status),
    }, make('b', {}, String(counts[status])), make('span', {}, WORDS[status]));
    $('tallies').append(tally);
  });
  const families = [...new Set(results.map((result) => result.family))].sort();
  $('family').append(make('option', { value: '' }, 'all families'));
  for (const family of families) {
    const count = results.filter((result) => result.family === family).length;
    $('family').append(make('option', { value: family }, `${family} (${count})`));
  }

  function toggle(status) {
    if (shownStatuses.has(status)) shownStatuses.delete(status); else shownStatuses.add(status);
    const pressed = shownStatuses.has(status);
    document.querySelector(`.tally[data-status="${status}"]`).setAttribute('aria-pressed', pressed);
    filter();
  }

  // The list: only the rows in sight exist.
  const list = $('list');
  function filter() {
    const words = $('search').value.toLowerCase().split(/\s+/).filter(Boolean);
    const family = $('family').value;
    visible = results.filter((result) =>
      shownStatuses.has(result.verdict.status)
      && (!family || result.family === family)
      && (!statement || ((result.statements || []).includes(statement.statement) && result.id.startsWith(`${statement.operation}/`)))
      && words.every((word) => haystack(result).includes(word)));
    const about = statement ? ` about ${statement.statement}` : '';
    $('shown').textContent = visible.length === results.length ? `${results.length} cases` : `${visible.length} of ${results.length}${about}`;
    $('empty').hidden = visible.length > 0;
    $('spacer').style.height = `${visible.length * ROW}px`;
    list.scrollTop = 0;
    draw();
  }
  let pending = false;
  function draw() {
    pending = false;
    const first = Math.max(0, Math.floor(list.scrollTop / ROW) - 6);
    const last = Math.min(visible.length, Math.ceil((list.scrollTop + list.clientHeight) / ROW) + 6);
    const rows = [];
    for (let at = first; at < last; at += 1) {
      const result = visible[at];
      const { status } = result.verdict;
      rows.push(make('div', {
        class: 'row', role: 'option', id: `row-${result.at}`, style: `top:${at * ROW}px`,
        'aria-selected': String(result === selected), 'aria-posinset': at + 1, 'aria-setsize': visible.length,
        onclick: () => select(result),
      },
      make('span', { class: 'mark', 'data-status': status }, WORDS[status]),
      make('span', { class: 'id', title: result.id }, short(result.id)),
      make('span', { class: 'say' }, result.verdict.reason || result.why)));
    }
    $('spacer').replaceChildren(...rows);
  }
  list.addEventListener('scroll', () => {
    if (!pending) { pending = true; requestAnimationFrame(draw); }
  });
  new ResizeObserver(draw).observe(list);

  function select(result, quiet) {
    selected = result;
    const at = visible.indexOf(result);
    if (at >= 0) {
      const top = at * ROW;
      if (top < list.scrollTop) list.scrollTop = top;
      else if (top + ROW > list.scrollTop + list.clientHeight) list.scrollTop = top + ROW - list.clientHeight;
    }
    list.setAttribute('aria-activedescendant', `row-${result.at}`);
    draw();
    $('details').replaceChildren(...describe(result));
    $('details').scrollTop = 0;
    if (!quiet) history.replaceState(null, '', `#case=${encodeURIComponent(result.id)}`);
  }
  function move(by) {
    if (!visible.length) return;
    const at = visible.indexOf(selected);
    select(visible[Math.min(visible.length - 1, Math.max(0, at < 0 ? 0 : at + by))]);
  }
  function failure(by) {
    const bad = visible.filter((result) => ['fail', 'error'].includes(result.verdict.status));
    if (!bad.length) return;
    const at = bad.indexOf(selected);
    select(bad[(at + by + bad.length) % bad.length]);
  }

  // One case in full.
  function describe(result) {
    const { verdict } = result;
    const parts = [
      make('span', { class: 'mark', 'data-status': verdict.status }, WORDS[verdict.status]),
      make('h2', {}, result.id),
    ];
    if (verdict.reason) parts.push(make('p', { class: 'reason' }, verdict.reason));
    if (verdict.expected || verdict.seen) {
      const [want, got] = compare(verdict.expected || '', verdict.seen || '');
      const pair = make('dl', { class: 'pair' });
      if (verdict.expected) pair.append(make('dt', {}, 'expected'), make('dd', { class: 'want' }, ...want));
      if (verdict.seen) pair.append(make('dt', {}, 'seen'), make('dd', { class: 'got' }, ...got));
      parts.push(make('h3', {}, 'Difference'), pair);
    }
    const byConvention = verdict.basis === 'convention';
    parts.push(make('h3', {}, byConvention ? 'Rests on a convention' : 'The page says'), make('blockquote', {}, result.why));
    if ((result.statements || []).length) {
      const chips = result.statements.map((id) => chip(statements.find((row) => row.statement === id && result.id.startsWith(`${row.operation}/`)), id));
      parts.push(make('h3', {}, 'Statements'), make('div', { class: 'chips' }, ...chips));
    }
    const exchanges = result.exchanges || [];
    if (exchanges.length) {
      parts.push(make('h3', {}, exchanges.length > 1 ? 'Requests and answers' : 'Request and answer'));
      exchanges.forEach((exchange) => parts.push(draw_exchange(exchange, exchanges.length > 1)));
    } else if (verdict.status === 'pass') {
      parts.push(make('p', { class: 'quiet', style: 'margin-top:18px' }, `Took ${result.elapsedMs} ms. Exchanges are kept where the verdict is no pass.`));
    }
    return parts;
  }
  function draw_exchange(exchange, several) {
    const command = curl(exchange.sent);
    const copy = make('button', { class: 'copy', onclick: () => {
      navigator.clipboard?.writeText(command).then(() => { copy.textContent = 'copied'; });
    } }, 'copy');
    const step = several ? `step ${exchange.step + 1} · ` : '';
    return make('div', { class: 'exchange' },
      make('div', {}, make('span', {}, `${step}request`), copy, make('span', { class: 'when' }, exchange.started || '')),
      parameters(exchange.sent),
      make('pre', {}, command),
      make('div', {}, make('span', {}, `answer ${exchange.status ?? ''}`), make('span', { class: 'quiet' }, exchange.contentType || ''), make('span', { class: 'when' }, `${exchange.elapsedMs} ms`)),
      make('pre', {}, pretty(exchange.body)));
  }
  // The operation's own parameters, readable; what every request carries is left to the command.
  const COMMON = /^(Action|Version|Format|AccessKeyId|Signature.*|Timestamp|SecurityToken)$/;
  function parameters(sent) {
    const query = sent.url.split('?').slice(1).join('?');
    const form = (sent.headers || []).some(([name, value]) => name === 'content-type' && value.includes('form')) ? sent.body || '' : '';
    const pairs = [...new URLSearchParams(query), ...new URLSearchParams(form)].filter(([name]) => !COMMON.test(name));
    if (!pairs.length) return null;
    const table = make('dl', { class: 'pair parameters' });
    for (const [name, value] of pairs) {
      const length = [...value].length;
      const shown = length > 120 ? `${[...value].slice(0, 80).join('')}…` : value;
      const note = length > 40 ? make('span', { class: 'quiet' }, ` ${length} characters`) : null;
      table.append(make('dt', {}, name), make('dd', {}, JSON.stringify(shown), note));
    }
    return table;
  }
  function curl(sent) {
    const quote = (text) => `'${text.replaceAll("'", "'\\''")}'`;
    const words = ['curl -sS'];
    if (sent.method === 'HEAD') words.push('--head'); else if (sent.method !== 'GET') words.push(`-X ${sent.method}`);
    for (const [name, value] of sent.headers || []) if (name !== 'host') words.push(`-H ${quote(`${name}: ${value}`)}`);
    if (sent.body) words.push(`--data-raw ${quote(sent.body)}`);
    return [...words, quote(sent.url)].join(' ');
  }
  function pretty(body) {
    if (!/^\s*[{[]/.test(body)) return body;
    try { return JSON.stringify(JSON.parse(body), null, 2); } catch { return body; }
  }
  // Words that only one of two texts has are marked.
  function compare(want, got) {
    const words = (text) => text.match(/\s+|[\w.]+|[^\s\w]/gu) || [];
    const [a, b] = [words(want), words(got)];
    if (!a.length || !b.length || a.length * b.length > 40000) return [[want], [got]];
    const table = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
    for (let i = a.length - 1; i >= 0; i -= 1) {
      for (let j = b.length - 1; j >= 0; j -= 1) {
        table[i][j] = a[i] === b[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
      }
    }
    // Two texts about different things have no difference worth marking.
    if (!a.some((word) => word.trim() && b.includes(word))) return [[want], [got]];
    const sides = [[], []];
    let [i, j] = [0, 0];
    const put = (side, text, same) => sides[side].push(same || !text.trim() ? text : make('mark', {}, text));
    while (i < a.length || j < b.length) {
      if (i < a.length && j < b.length && a[i] === b[j]) { put(0, a[i], true); put(1, b[j], true); i += 1; j += 1; }
      else if (j >= b.length || (i < a.length && table[i + 1][j] >= table[i][j + 1])) { put(0, a[i], false); i += 1; }
      else { put(1, b[j], false); j += 1; }
    }
    return sides;
  }

  // The matrix of statements.
  function chip(row, id, label) {
    const state = row ? row.state : 'not-tried';
    return make('button', {
      class: 'chip', 'data-state': state, title: `${id}: ${STATES[state]}`, 'aria-pressed': String(Boolean(row) && row === statement),
      onclick: () => row && choose(row),
    }, label || id);
  }
  function choose(row) {
    $('details').replaceChildren(...describe_statement(row));
    $('details').scrollTop = 0;
    statement = row;
    coverage();
    filter();
  }
  function describe_statement(row) {
    const numbers = [['passed', row.passed], ['failed', row.failed], ['undecided', row.undecided], ['skipped', row.skipped], ['without a verdict', row.errors]];
    const pair = make('dl', { class: 'pair' });
    for (const [word, count] of numbers) if (count) pair.append(make('dt', {}, word), make('dd', {}, String(count)));
    const parts = [
      make('span', { class: 'chip', 'data-state': row.state }, STATES[row.state]),
      make('h2', {}, `${row.operation}: ${row.statement}`),
    ];
    if (row.text) parts.push(make('h3', {}, 'The page says'), make('blockquote', {}, row.text));
    if (pair.children.length) parts.push(make('h3', {}, 'Cases'), pair);
    if ((row.notes || []).length) {
      parts.push(make('h3', {}, 'Notes'), ...row.notes.map((note) => make('p', {}, note)));
    }
    parts.push(make('p', { style: 'margin-top:18px' },
      make('button', { class: 'copy', onclick: () => show('cases') }, 'show its cases'), ' ',
      make('button', { class: 'copy', onclick: () => { statement = null; coverage(); filter(); } }, 'show all cases')));
    return parts;
  }
  function coverage() {
    const groups = new Map();
    for (const row of statements) {
      const cut = row.statement.lastIndexOf('/');
      const special = ['error', 'precondition', 'response', 'request'].find((name) => row.statement.startsWith(`${name}/`));
      const subject = special || row.statement.slice(0, cut);
      const label = special ? row.statement.slice(special.length + 1) : row.statement.slice(cut + 1);
      const operation = groups.get(row.operation) || new Map();
      groups.set(row.operation, operation);
      const chips = operation.get(subject) || [];
      operation.set(subject, chips);
      chips.push(chip(row, row.statement, label));
    }
    const counted = Object.entries(STATES).map(([state, word]) => [statements.filter((row) => row.state === state).length, state === 'passed' ? 'hold' : word]).filter(([count]) => count);
    const parts = [make('p', { class: 'legend' }, `${statements.length} statements: ${counted.map(([count, word]) => `${count} ${word}`).join(', ')}`)];
    parts.push(by_family());
    for (const [operation, subjects] of groups) {
      if (!single) parts.push(make('h2', {}, operation));
      const body = make('tbody');
      for (const [subject, chips] of subjects) {
        body.append(make('tr', {}, make('th', { scope: 'row' }, subject), make('td', {}, make('div', { class: 'chips' }, ...chips))));
      }
      parts.push(make('table', {}, body));
    }
    $('coverage').replaceChildren(...parts);
  }
  // Verdicts by family; a number leads to its cases.
  function by_family() {
    const head = make('tr', {}, make('th', { scope: 'col' }, 'family'), ...STATUSES.map((status) => make('th', { scope: 'col' }, WORDS[status])));
    const rows = families.map((family) => {
      const cells = STATUSES.map((status) => {
        const count = results.filter((result) => result.family === family && result.verdict.status === status).length;
        const only = () => {
          $('family').value = family;
          for (const other of STATUSES) if (shownStatuses.has(other) !== (other === status)) toggle(other);
          show('cases');
        };
        return make('td', {}, count ? make('button', { class: 'count', 'data-status': status, onclick: only }, String(count)) : make('span', { class: 'quiet' }, '·'));
      });
      return make('tr', {}, make('th', { scope: 'row' }, family), ...cells);
    });
    return make('table', { class: 'families' }, make('thead', {}, head), make('tbody', {}, ...rows));
  }
  function show(view) {
    for (const name of ['cases', 'coverage']) {
      $(name).hidden = name !== view;
      $(`tab-${name}`).setAttribute('aria-selected', String(name === view));
      $(`tab-${name}`).tabIndex = name === view ? 0 : -1;
    }
    if (view === 'cases') draw();
  }

  // Keys.
  $('tab-cases').addEventListener('click', () => show('cases'));
  $('tab-coverage').addEventListener('click', () => show('coverage'));
  $('search').addEventListener('input', filter);
  $('family').addEventListener('change', filter);
  $('help-button').addEventListener('click', () => {
    const open = $('help').hidden;
    $('help').hidden = !open;
    $('help-button').setAttribute('aria-expanded', String(open));
  });
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.matches('input, select');
    if (event.key === 'Escape') {
      $('search').value = '';
      statement = null;
      coverage();
      filter();
      list.focus();
      return;
    }
    if (typing) {
      if (event.key === 'Enter' || (event.key === 'ArrowDown' && event.target === $('search'))) {
        event.preventDefault();
        list.focus();
        move(0);
      }
      return;
    }
    if (event.target.matches('[role=tab]') && ['ArrowLeft', 'ArrowRight'].includes(event.key)) {
      const next = $('cases').hidden ? 'cases' : 'coverage';
      show(next);
      $(`tab-${next}`).focus();
      return;
    }
    const page = Math.max(1, Math.floor(list.clientHeight / ROW) - 1);
    const keys = {
      ArrowDown: () => move(1), j: () => move(1), ArrowUp: () => move(-1), k: () => move(-1),
      PageDown: () => move(page), PageUp: () => move(-page), Home: () => move(-visible.length), End: () => move(visible.length),
      n: () => failure(1), p: () => failure(-1), c: () => show($('cases').hidden ? 'cases' : 'coverage'),
      '/': () => $('search').focus(), '?': () => $('help-button').click(),
    };
    const number = STATUSES[Number(event.key) - 1];
    const scrolls = event.key.length > 1 && event.target !== list && event.target !== document.body;
    if (number) toggle(number);
    else if (keys[event.key] && !scrolls) keys[event.key]();
    else return;
    event.preventDefault();
  });

  // On paper: every failure in full.
  addEventListener('beforeprint', () => {
    const bad = results.filter((result) => ['fail', 'error'].includes(result.verdict.status)).slice(0, 200);
    $('print').replaceChildren(...bad.map((result) => make('article', {}, ...describe(result))));
  });

  coverage();
  const hash = new URLSearchParams(location.hash.slice(1));
  show(hash.get('view') === 'coverage' ? 'coverage' : 'cases');
  filter();
  const wanted = hash.get('case');
  const first = results.find((result) => result.id === wanted) || visible[0];
  if (first) select(first, true);
})();
