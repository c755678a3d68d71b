-- Requests for wrk: wrk … -s load.lua URL -- KIND, where KIND is get, list, full, create or power.
-- BENCH_TOKENS is a file with the tokens of the accounts, one a line; server n belongs to number (n - 1) % accounts + 1.
-- The last one is that of an account with exactly 100 servers. What is printed last: the rate of 2xx, p50 and p99 in ms,
-- how many 2xx, other answers.

local tokens = {}
for line in io.lines(os.getenv("BENCH_TOKENS")) do tokens[#tokens + 1] = line end
local servers = tonumber(os.getenv("BENCH_SERVERS"))
local small_account = table.remove(tokens)
local threads = {}

local function token_of(n) return tokens[(n - 1) % #tokens + 1] end

local function request_as(token, method, path, body)
  return wrk.format(method, path,
    { Authorization = "Bearer " .. token, ["Content-Type"] = "application/json" }, body)
end

local kinds = {
  get = function()
    local n = math.random(servers)
    return request_as(token_of(n), "GET", "/api/v1/servers/" .. n .. "/")
  end,
  list = function() return request_as(tokens[math.random(#tokens)], "GET", "/api/v1/servers/?limit=100") end,
  full = function() return request_as(small_account, "GET", "/api/v1/servers/") end,
  create = function()
    return request_as(tokens[math.random(#tokens)], "POST", "/api/v1/servers/",
      '{"name": "created", "plan_id": 1, "os_id": 3, "location": "us-west"}')
  end,
  -- each server once, in the order of their ids: the odd ones are active, the even ones stopped
  power = function()
    next_server = next_server % servers + 1
    return request_as(token_of(next_server), "POST",
      "/api/v1/servers/" .. next_server .. (next_server % 2 == 1 and "/stop/" or "/start/"))
  end,
}

function setup(thread)
  thread:set("next_server", tonumber(os.getenv("BENCH_FROM") or 0) + #threads * 20000)
  threads[#threads + 1] = thread
end

function init(arguments)
  math.randomseed(os.time())
  if arguments[1] == "create" or arguments[1] == "power" then
    response = function(status)
      local name = "status_" .. status
      _G[name] = (_G[name] or 0) + 1
    end
  end
  request = kinds[arguments[1]]
end

function done(summary, latency)
  local others = {}
  for status = 300, 599 do
    local count = 0
    for _, thread in ipairs(threads) do count = count + (thread:get("status_" .. status) or 0) end
    if count > 0 then others[#others + 1] = status .. ":" .. count end
  end
  local e = summary.errors
  if #others == 0 and e.status > 0 then others[1] = "not2xx:" .. e.status end
  local broken = e.connect + e.read + e.write + e.timeout
  if broken > 0 then others[#others + 1] = "broken:" .. broken end
  local good = summary.requests - e.status
  print(string.format("%.0f %.2f %.2f %d %s", good / summary.duration * 1e6, latency:percentile(50) / 1000,
    latency:percentile(99) / 1000, good, #others == 0 and "0" or table.concat(others, ",")))
end
