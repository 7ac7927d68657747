// RSA by JSEncrypt, the library of HZERO's login page. Argument: seal or open. Standard input: the key in Base64 (SPKI to
// seal, PKCS#8 to open), then one text a line. Standard output: one result a line.
const { readFileSync } = require('node:fs');
const JSEncrypt = require('jsencrypt');

const [key, ...texts] = readFileSync(0, 'utf8').trimEnd().split('\n');
const rsa = new JSEncrypt();
const seal = process.argv[2] === 'seal';
if (seal) rsa.setPublicKey(key);
else rsa.setPrivateKey(key);

for (const text of texts) {
  const result = seal ? rsa.encrypt(text) : rsa.decrypt(text);
  if (typeof result !== 'string') throw new Error('JSEncrypt answered ' + result);
  console.log(result);
}
