import { bypassesProxy } from './proxy-bypass.js';

describe('NO_PROXY', () => {
  it.each([
    ['https://saas.example/x', '*'],
    ['https://saas.example', 'other.example, saas.example'],
    ['https://saas.example', 'other.example saas.example'],
    ['https://SAAS.example', 'Saas.Example'],
    ['https://config.saas.example', 'saas.example'],
    ['https://config.saas.example', '.saas.example'],
    ['https://config.saas.example', '*.saas.example'],
    ['https://saas.example', '.saas.example'],
    ['https://saas.example', 'saas.example:443'],
    ['http://saas.example', 'saas.example:80'],
    ['https://saas.example:8443', 'saas.example:8443'],
    ['https://10.1.2.3', '10.1.2.3'],
    ['https://10.1.2.3', '10.0.0.0/8'],
    ['https://[fd00::1]', 'fd00::1'],
    ['https://[fd00::1]:8443', '[fd00::1]:8443'],
    ['https://[fd00::1]', 'fd00::/8'],
  ])('lets %s pass by with %s', (url, noProxy) => {
    expect(bypassesProxy(new URL(url), noProxy)).toBe(true);
  });

  it.each([
    ['https://saas.example', ''],
    ['https://saas.example', ' , '],
    ['https://saas.example', 'example.saas'],
    ['https://notsaas.example', 'saas.example'],
    ['https://saas.example', 'config.saas.example'],
    ['https://saas.example', 'saas.example:8443'],
    ['https://10.1.2.3', '2.3'],
    ['https://11.1.2.3', '10.0.0.0/8'],
    ['https://10.1.2.3', '10.0.0.0/99'],
    ['https://10.1.2.3', 'fd00::/8'],
    ['https://saas.example', '10.0.0.0/8'],
    ['https://saas.example', 'not/a/network'],
  ])('leaves %s to the proxy with %j', (url, noProxy) => {
    expect(bypassesProxy(new URL(url), noProxy)).toBe(false);
  });
});
