-- Sends requests that were signed before: one a line, with path, signature and form. Used by wrk.py:
--   wrk -s signed.lua URL -- FILE [SECONDS BETWEEN]
-- With SECONDS BETWEEN each connection waits between its requests, so long on average, at random: for half load.

local requests, at, pause = {}, 0, nil
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  used = 0
  pause = tonumber(args[2])
  if pause then
    math.randomseed(1)
    delay = function() return math.floor(-1000 * pause * math.log(1 - math.random())) end
  end
  for line in io.lines(args[1]) do
    local path, signature, body = line:match("^(%S+)\t(%S+)\t(.*)$")
    requests[#requests + 1] = wrk.format("POST", path, {
      ["Content-Type"] = "application/x-www-form-urlencoded",
      ["X-Twilio-Signature"] = signature,
      ["I-Twilio-Idempotency-Token"] = "00000000-0000-0000-0000-000000000000",
      ["User-Agent"] = "TwilioProxy/1.1",
    }, body)
  end
  have = #requests
end

function request()
  at = at % #requests + 1
  used = used + 1
  return requests[at]
end

function done(summary, latency)
  local used, have = 0, 0
  for _, thread in ipairs(threads) do
    used, have = used + thread:get("used"), have + thread:get("have")
  end
  local errors = summary.errors
  io.write(string.format(
    '\n{"rate": %.2f, "mean": %.3f, "p50": %.3f, "p99": %.3f, "bad": %d, "lost": %d, "used": %d, "have": %d}\n',
    summary.requests / summary.duration * 1e6, latency.mean / 1e3, latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout, used, have))
end
