// The measurement: the page's six parts, one after another, through the edge and straight from the origin.
'use strict';
{
  const byId = id => document.getElementById(id);
  const lab = byId('lab');
  const titles = {
    stylesheet: 'Style sheet', script: 'Script', font: 'Font', recommendations: 'Recommendations', prices: 'Prices', cart: 'Cart',
  };
  const kinds = { STATIC: 'static, stored', SEMI_DYNAMIC: 'edge function, stored', DYNAMIC: 'yours alone, never stored' };
  const milliseconds = value => `${Math.round(value)} ms`;
  const sum = results => results.reduce((total, result) => total + result.ms, 0);
  let info;

  async function timed(base, part) {
    const direct = base !== '';
    const headers = part.kind === 'SEMI_DYNAMIC' && !direct ? window.shop.whereabouts() : {};
    const begun = performance.now();
    const response = await fetch(base + part.path, {
      cache: 'no-store', headers, credentials: direct ? 'omit' : 'same-origin',
    });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`${part.name}: status ${response.status}`);
    return { part, ms: performance.now() - begun, cacheStatus: response.headers.get('Cache-Status') };
  }

  async function pass(base) {
    const results = [];
    for (const part of info.parts) results.push(await timed(base, part));
    return results;
  }

  async function originLog() {
    return (await fetch('/_demo/requests', { cache: 'no-store' })).json();
  }

  /** One pass through the edge, and which of its parts the origin was asked for meanwhile. */
  async function edgePass() {
    const before = (await originLog()).total;
    const results = await pass('');
    const paths = new Set(info.parts.map(part => part.path));
    const asked = (await originLog()).requests.filter(seen => seen.number > before && seen.from === 'EDGE' && paths.has(seen.target));
    return { results, asked };
  }

  /** What a Cache-Status (RFC 9211) says in a word: the member nearest to the client is the last. */
  function verdict(cacheStatus) {
    if (!cacheStatus) return ['none', 'forward'];
    const parameters = cacheStatus.split(',').pop().split(';').slice(1).map(parameter => parameter.trim());
    const forward = parameters.find(parameter => parameter.startsWith('fwd='));
    if (parameters.includes('hit')) return parameters.some(parameter => /^ttl=-/.test(parameter)) ? ['hit, stale', 'stale'] : ['hit', 'hit'];
    if (forward === 'fwd=stale') return ['validated', 'stale'];
    return [forward === 'fwd=bypass' ? 'passed' : 'fetched', 'forward'];
  }

  function cell(...children) {
    const td = document.createElement('td');
    td.append(...children);
    return td;
  }
  function span(className, text) {
    const element = document.createElement('span');
    element.className = className;
    element.textContent = text;
    return element;
  }
  function bar(ms, longest, className) {
    const element = span(`bar ${className}`, '');
    element.style.width = `${Math.max(2, 56 * ms / longest)}px`;
    return element;
  }

  function show(edge, origin) {
    const longest = Math.max(...edge.map(result => result.ms), ...origin.map(result => result.ms));
    byId('parts').replaceChildren(...edge.map((result, i) => {
      const row = document.createElement('tr');
      row.dataset.part = result.part.name;
      row.dataset.cacheStatus = result.cacheStatus || '';
      row.dataset.edgeMs = result.ms;
      row.dataset.originMs = origin[i].ms;
      const head = document.createElement('th');
      head.scope = 'row';
      head.append(titles[result.part.name], span('kind', kinds[result.part.kind]));
      const [word, look] = verdict(result.cacheStatus);
      row.append(head,
        cell(bar(result.ms, longest, 'bar-edge'), milliseconds(result.ms)),
        cell(span(`verdict verdict-${look}`, word), span('raw', result.cacheStatus || '')),
        cell(bar(origin[i].ms, longest, ''), milliseconds(origin[i].ms)));
      return row;
    }));
    byId('edge-sum').textContent = milliseconds(sum(edge));
    byId('origin-sum').textContent = milliseconds(sum(origin));
    byId('factor').textContent = `${(sum(origin) / sum(edge)).toFixed(1)} ×`;
  }

  function tellAsked(asked) {
    const names = asked.map(seen => info.parts.find(part => part.path === seen.target).name);
    byId('asked').textContent = asked.length === 0
      ? 'Meanwhile the edge asked the origin for nothing.'
      : `Meanwhile the edge asked the origin for ${asked.length} of the 6: ${[...new Set(names)].join(', ')}.`;
    byId('asked').dataset.asked = names.join(' ');
  }

  async function busy(work) {
    const controls = [byId('measure'), byId('purge-soft'), byId('purge-hard'), byId('distance')];
    lab.dataset.state = 'busy';
    controls.forEach(control => { control.disabled = true; });
    try {
      await work();
      lab.dataset.state = 'done';
    } catch (failure) {
      byId('notice').textContent = `It did not work: ${failure.message}`;
      lab.dataset.state = 'failed';
    } finally {
      lab.dataset.runs = Number(lab.dataset.runs) + 1;
      controls.forEach(control => { control.disabled = false; });
    }
  }

  async function measure() {
    const edge = await edgePass();
    const origin = await pass(info.origin);
    show(edge.results, origin);
    tellAsked(edge.asked);
  }

  async function post(path, body) {
    const response = await fetch(path, {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.detail || answer.title || `status ${response.status}`);
    return answer;
  }

  async function purge(mode) {
    const answer = await post('/_demo/purge', { mode });
    await measure();
    const meaning = mode === 'hard'
      ? 'the edge had to fetch the parts anew'
      : 'the parts were stale, and asked about at the origin before (or while) being served';
    byId('notice').textContent = `Purged (${mode}) as number ${answer.seq}; above is the first pass after it: ${meaning}. Measure again to see hits.`;
  }

  async function begin() {
    info = await (await fetch('/_demo/info', { cache: 'no-store' })).json();
    byId('distance').checked = info.distanceMillis > 0;
    byId('distance-now').textContent = info.distanceMillis;
    const first = await edgePass();
    await measure();
    byId('notice').textContent = `The first pass, with what this page itself had not loaded yet to be fetched, took ${milliseconds(sum(first.results))}.`;
  }

  byId('measure').addEventListener('click', () => busy(async () => { byId('notice').textContent = ''; await measure(); }));
  byId('purge-soft').addEventListener('click', () => busy(() => purge('soft')));
  byId('purge-hard').addEventListener('click', () => busy(() => purge('hard')));
  byId('distance').addEventListener('change', event => busy(async () => {
    const answer = await post('/_demo/distance', { millis: event.target.checked ? 200 : 0 });
    byId('distance-now').textContent = answer.millis;
    await measure();
  }));
  busy(begin);
}
