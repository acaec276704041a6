/**
 * Gives somebody's browser the page as an older build, as it was before the server was upgraded. `upgrade()` is the upgrade:
 * from then on the server knows only the build that it has. Where `staysStale`, the page itself goes on naming the older build,
 * as a cache on the way may do, and only `missing` is not there any more.
 */
export async function olderBuild({ context, url }, { staysStale = false, missing = /./ } = {}) {
  const older = '0123456789ab';
  const [, newer] = /js\/(\w+)\/main\.js/.exec(await (await fetch(url)).text());
  const loads = [];
  let isUpgraded = false;
  await context.route((address) => address.href.split('#')[0] === url, async (route) => {
    const response = await route.fetch();
    const page = await response.text();
    loads.push(isUpgraded ? 'after' : 'before');
    await route.fulfill({ response, body: isUpgraded && !staysStale ? page : page.replaceAll(newer, older) });
  });
  await context.route((address) => address.pathname.includes(older), async (route) => {
    const asked = route.request().url();
    if (isUpgraded && (route.request().method() === 'HEAD' || missing.test(asked))) await route.continue();
    else await route.fulfill({ response: await route.fetch({ url: asked.replace(older, newer) }) });
  });
  return {
    loads, // of the page itself
    upgrade: () => (isUpgraded = true),
    /** The build of the page that is open. */
    current: async (page) => ((await page.locator('script[type=module]').getAttribute('src')).includes(older) ? 'older' : 'newer'),
  };
}
