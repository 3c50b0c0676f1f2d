/** The Lua for wrk: complete requests made beforehand and sent in turn, and a summary that a program can read. */
export function wrkScript(requests) {
  const made = requests.map(({ method = 'GET', path, headers = {}, body }) => {
    const fields = Object.entries(headers).map(([name, value]) => `[${quote(name)}]=${quote(value)}`);
    return `wrk.format(${quote(method)}, ${quote(path)}, {${fields.join(',')}}, ${body === undefined ? 'nil' : quote(body)})`;
  });
  return `local made = {}
local last = 0
init = function()
  made = {${made.join(',\n')}}
end
request = function()
  last = last % #made + 1
  return made[last]
end
done = function(summary)
  local e = summary.errors
  io.write(string.format("summary %d %d %d\\n", summary.requests, summary.duration, e.connect + e.read + e.write + e.status + e.timeout))
end
`;
}

/** JSON's escapes of printable ASCII are Lua's. */
function quote(text) {
  return JSON.stringify(text);
}
