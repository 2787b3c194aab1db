// Opens a report in Chromium, uses it as a person would, and prints what was seen as JSON.
'use strict';
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const [modules, program, report, large, shots] = process.argv.slice(2);
const { chromium } = require(path.join(modules, 'playwright-core'));

async function open(browser, file, options) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
  const seen = { page, errors: [], requests: [] };
  page.on('pageerror', (error) => seen.errors.push(error.message));
  page.on('console', (line) => { if (line.type() === 'error') seen.errors.push(line.text()); });
  page.on('dialog', (dialog) => { seen.errors.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', (request) => seen.requests.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  return seen;
}

const shown = (page) => page.locator('#shown').textContent();
const title = (page) => page.locator('#details h2').textContent();
const rows = (page) => page.locator('.row').count();
const ground = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const ink = (page) => page.evaluate(() => getComputedStyle(document.body).color);

async function usual(browser, told) {
  const { page, errors, requests } = await open(browser, report, { colorScheme: 'light' });
  told.title = await page.title();
  told.verdict = await page.locator('#verdict').textContent();
  told.all = await shown(page);
  told.first = await title(page);
  told.curl = await page.locator('#details pre').first().textContent();
  told.sentence = await page.locator('#details blockquote').textContent();
  told.light = [await ground(page), await ink(page)];
  // Keys alone.
  await page.keyboard.press('j');
  told.next = await title(page);
  await page.keyboard.press('k');
  told.back = await title(page);
  await page.keyboard.press('End');
  told.end = await title(page);
  await page.keyboard.press('n');
  told.failure = await title(page);
  await page.keyboard.press('/');
  await page.keyboard.type('zebra');
  told.searched = await shown(page);
  await page.keyboard.press('Enter');
  told.found = await title(page);
  await page.keyboard.press('Escape');
  told.cleared = await shown(page);
  await page.keyboard.press('1');
  told.withoutFailures = await shown(page);
  await page.keyboard.press('1');
  await page.keyboard.press('c');
  told.coverage = await page.locator('#coverage').isVisible();
  told.statements = await page.locator('#coverage .chips .chip').count();
  await page.locator('#coverage .families .count').first().click();
  told.ofFamily = await shown(page);
  // What hostile texts became.
  told.scripts = await page.locator('script').count();
  told.foreign = await page.locator('#cases img, #details img, iframe, object').count();
  told.pwned = await page.evaluate(() => window.pwned === undefined);
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  told.printed = await page.locator('#print article').count();
  told.printedVisible = await page.locator('#print').isVisible();
  if (shots) await page.pdf({ path: path.join(shots, 'print.pdf') });
  told.errors = errors;
  told.requests = requests;
  await page.close();

  const dark = await open(browser, report, { colorScheme: 'dark' });
  told.dark = [await ground(dark.page), await ink(dark.page)];
  if (shots) await dark.page.screenshot({ path: path.join(shots, 'dark.png') });
  await dark.page.close();
  const narrow = await open(browser, report, { viewport: { width: 400, height: 800 } });
  told.sideways = await narrow.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (shots) await narrow.page.screenshot({ path: path.join(shots, 'narrow.png') });
  await narrow.page.close();
}

async function many(browser, told) {
  const { page, errors } = await open(browser, large, {});
  told.largeAll = await shown(page);
  told.largeNodes = await page.evaluate(() => document.getElementsByTagName('*').length);
  told.largeRows = await rows(page);
  // Through the whole list, and searching: the page never holds more than what is in sight.
  let most = 0;
  for (let part = 0; part <= 20; part += 1) {
    await page.evaluate((part) => {
      const list = document.getElementById('list');
      list.scrollTop = (list.scrollHeight * part) / 20;
    }, part);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    most = Math.max(most, await rows(page));
  }
  told.mostRows = most;
  told.lastRow = await page.locator('.row').last().locator('.id').textContent();
  await page.locator('#search').fill('case-9999');
  told.largeSearched = await shown(page);
  told.largeErrors = errors;
  await page.close();
}

(async () => {
  const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
  const told = {};
  try {
    await usual(browser, told);
    await many(browser, told);
  } finally {
    await browser.close();
  }
  process.stdout.write(JSON.stringify(told));
})().catch((error) => {
  process.stderr.write(String(error.stack || error));
  process.exitCode = 1;
});
