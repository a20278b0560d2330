-- One kind of request over and over. METHOD, URL, BODY and CONTENT_TYPE say which; in the URL and the body, {n} is the
-- number of the request, {slot} that number modulo SLOTS, and {run} differs from run to run. TOKEN says who asks.
local method, token = os.getenv("METHOD") or "GET", os.getenv("TOKEN")
local url, body = os.getenv("URL"), os.getenv("BODY")
local slots = tonumber(os.getenv("SLOTS") or "1")
local run = os.getenv("RUN") or "0"
local headers = { authorization = "Bearer " .. token, ["content-type"] = os.getenv("CONTENT_TYPE") }
local varies = url:find("{", 1, true) ~= nil or (body ~= nil and body:find("{[nsr]%a*}") ~= nil)
local n = 0
local same

local function filled(text)
  if text == nil then return nil end
  return (text:gsub("{(%a+)}", { n = n, slot = n % slots, run = run }))
end

function request()
  if not varies then
    same = same or wrk.format(method, url, headers, body)
    return same
  end
  n = n + 1
  return wrk.format(method, filled(url), headers, filled(body))
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests":%d,"seconds":%f,"bytes":%d,"p50Ms":%f,"p99Ms":%f,"maxMs":%f,"refused":%d,"failed":%d}\n',
    summary.requests, summary.duration / 1e6, summary.bytes, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    latency.max / 1000, errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
