// The shop: cart, prices by country, recommendations, stock and echo. The numbers are measure.js's.
'use strict';
{
  const byId = id => document.getElementById(id);
  const parse = html => new DOMParser().parseFromString(html, 'text/html');
  const state = { address: '' };

  /** Headers of a request whose answer depends on where the visitor is. */
  const whereabouts = () => (state.address ? { 'X-Forwarded-For': state.address } : {});
  window.shop = { whereabouts };

  // ---- cart: answered by the origin, never stored by the edge
  function showCart(cart) {
    byId('cart-count').textContent = cart.count;
    byId('cart-lines').replaceChildren(...(cart.lines.length ? cart.lines : [{ title: 'Nothing yet', count: 0 }]).map(line => {
      const item = document.createElement('li');
      item.textContent = line.count ? `${line.count} × ${line.title}` : line.title;
      return item;
    }));
  }
  async function cart(order) {
    const response = await fetch('/cart', order
      ? { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(order) }
      : {});
    if (response.ok) showCart(await response.json());
  }
  document.addEventListener('click', event => {
    const button = event.target.closest('[data-add]');
    if (button) cart({ add: button.dataset.add });
  });
  byId('cart-empty').addEventListener('click', () => cart({ empty: true }));

  // ---- prices: one stored page, one variant per currency
  async function showPrices() {
    const response = await fetch('/parts/prices', { cache: 'no-store', headers: whereabouts() });
    const items = parse(await response.text()).querySelectorAll('[data-product]');
    for (const item of items) {
      document.querySelector(`[data-price="${item.dataset.product}"]`).textContent = item.querySelector('b').textContent;
    }
    const status = response.headers.get('Cache-Status') || 'none';
    byId('price-source').textContent = `Cache-Status: ${status}`;
    byId('country').dataset.shown = byId('country').value;
  }
  async function offerCountries() {
    const info = await (await fetch('/_demo/info', { cache: 'no-store' })).json();
    for (const country of info.countries) {
      byId('country').append(new Option(`${country.title} (${country.address})`, country.code));
    }
    byId('country').addEventListener('change', event => {
      const chosen = info.countries.find(country => country.code === event.target.value);
      state.address = chosen ? chosen.address : '';
      showPrices();
      showRecommendations();
    });
  }

  // ---- recommendations: made at the edge
  async function showRecommendations() {
    const response = await fetch('/parts/recommendations', { cache: 'no-store', headers: whereabouts() });
    if (!response.ok) return;
    const answer = await response.json();
    byId('recommendations').dataset.segment = answer.segment;
    byId('recommendations').replaceChildren(...answer.products.map(product => {
      const item = document.createElement('li');
      const link = document.createElement('a');
      link.href = product.url;
      link.textContent = product.name;
      item.append(link);
      return item;
    }));
  }

  // ---- real time: passed through
  function listen() {
    const events = new EventSource('/events');
    events.addEventListener('stock', event => {
      const stock = JSON.parse(event.data);
      byId('stock').textContent = `${stock.left} × ${stock.title}`;
    });
    const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/live`);
    let sent = 0;
    socket.addEventListener('open', () => { byId('echo-answer').textContent = 'connected'; });
    socket.addEventListener('close', () => { byId('echo-answer').textContent = 'closed'; });
    socket.addEventListener('message', event => {
      byId('echo-answer').textContent = `“${event.data}” came back after ${Math.round(performance.now() - sent)} ms`;
    });
    byId('echo').addEventListener('submit', event => {
      event.preventDefault();
      if (socket.readyState !== WebSocket.OPEN) return;
      sent = performance.now();
      socket.send(byId('echo-text').value);
    });
  }

  cart();
  offerCountries();
  showRecommendations();
  listen();
}
