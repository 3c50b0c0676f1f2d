import { decodeTargetHeader } from './decode-target-header.js';

const header = (json: string) => Buffer.from(json).toString('base64');
const bob = { identifier: 'bob', name: '', attributes: {} };

describe('a target header', () => {
  it('is standard base64 of the JSON of a target', () => {
    expect(decodeTargetHeader(header('{"identifier":"bob","attributes":{"a":"😀é"}}'))).toEqual({ ...bob, attributes: { a: '😀é' } });
  });

  it.each([
    ['{"identifier":"bob"}', 0],
    [' {"identifier":"bob"}', 1],
    ['  {"identifier":"bob"}', 2],
  ])('has the padding it needs: %p', (json) => {
    expect(decodeTargetHeader(header(json))).toEqual(bob);
  });

  it('may be broken into lines', () => {
    const encoded = header('{"identifier":"bob"}');

    expect(decodeTargetHeader(`${encoded.slice(0, 5)}\r\n${encoded.slice(5)}\n`)).toEqual(bob);
  });

  it('may have stray bits before the padding', () => {
    expect(header(' {"identifier":"bob"}')).toBe('IHsiaWRlbnRpZmllciI6ImJvYiJ9');
    expect(decodeTargetHeader('eyJpZGVudGlmaWVyIjoiYm9iIn0=')).toEqual(bob);
    expect(decodeTargetHeader('eyJpZGVudGlmaWVyIjoiYm9iIn1=')).toEqual(bob);
  });

  it.each([
    ['nothing', ''],
    ['no base64', '{"identifier":"bob"}'],
    ['base64 without its padding', 'eyJpZGVudGlmaWVyIjoiYm9iIn0'],
    ['base64 with padding in its midst', 'eyJpZGVudGlmaWVyIjoiYm9iIn0=eyJpZGVudGlmaWVyIjoiYm9iIn0='],
    ['base64 with too much padding', 'eyJpZGVudGlmaWVyIjoiYm9iIn0====='],
    ['URL-safe base64', header('{"identifier":"???>>>"}').replaceAll('+', '-').replaceAll('/', '_')],
    ['base64 with blanks', ` ${header('{"identifier":"bob"}')}   `],
    ['broken JSON', header('{"identifier":')],
    ['text after the JSON', header('{"identifier":"bob"} x')],
    ['two targets', header('{"identifier":"bob"}{"identifier":"eve"}')],
    ['a byte order mark', header('\ufeff{"identifier":"bob"}')],
    ['null', header('null')],
    ['a list', header('[]')],
    ['a field of the wrong type', header('{"identifier":5}')],
  ])('is not %s', (_what, value) => {
    expect(decodeTargetHeader(value)).toBeUndefined();
  });

  it.each([
    ['a byte that begins nothing', [0xff], '\ufffd'],
    ['a character cut short, each byte of it', [0xe2, 0x82], '\ufffd\ufffd'],
    ['an overlong form', [0xc0, 0x80], '\ufffd\ufffd'],
    ['half a surrogate pair', [0xed, 0xa0, 0x80], '\ufffd\ufffd\ufffd'],
    ['beyond Unicode', [0xf4, 0x90, 0x80, 0x80], '\ufffd\ufffd\ufffd\ufffd'],
    ['a replacement character that was sent', [0xef, 0xbf, 0xbd], '\ufffd'],
    ['good and bad together', [0xc3, 0xa9, 0x80, 0xf0, 0x9f, 0x98, 0x80], 'é\ufffd😀'],
  ])('has a replacement character for each byte that is no UTF-8: %s', (_what, bytes, identifier) => {
    const json = Buffer.concat([Buffer.from('{"identifier":"'), Buffer.from(bytes), Buffer.from('"}')]);

    expect(decodeTargetHeader(json.toString('base64'))?.identifier).toBe(identifier);
  });
});
