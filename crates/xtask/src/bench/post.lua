-- One request again and again, for wrk.
local file = assert(io.open(os.getenv("BODY")))
wrk.method = "POST"
wrk.body = file:read("*a")
wrk.headers["Content-Type"] = "application/json"
wrk.headers["token"] = os.getenv("TOKEN")
file:close()
