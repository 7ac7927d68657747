// Signs in with Authing's own SDK. Standard input: {appHost, appId, userPoolId, account, password} in JSON.
// Standard output, in JSON: what the SDK returned step by step, or the code and message with which it refused.
const { readFileSync } = require('node:fs');
const { AuthenticationClient } = require('authing-js-sdk');

async function session({ appHost, appId, userPoolId, account, password }) {
  const client = new AuthenticationClient({ appHost, appId, userPoolId });
  const user = await client.loginByLdap(account, password);
  const status = await client.checkLoginStatus(user.token);
  const current = await client.getCurrentUser();
  const refreshed = await client.refreshToken();
  const kept = client.tokenProvider.getToken();
  await client.logout();
  const after = await client.checkLoginStatus(refreshed.token);
  return { user, status, current, refreshed, kept, after };
}

session(JSON.parse(readFileSync(0, 'utf8')))
  .catch(({ code, message }) => ({ refused: { code, message } }))
  .then((seen) => console.log(JSON.stringify(seen)));
