/**
 * The dissector's text, in Lua as Wireshark 3.6 and later run it (Lua 5.2 to 5.4). `@NAMES@` are
 * filled in by `lua.ts`. What is a number here is what `src/protocol/decimal.ts` takes for one.
 */
export const DISSECTOR = String.raw`-- wirestep.lua: teaches Wireshark and tshark a first networking course's protocol.
--
-- A client's message is a header of @HEADER@ bytes, the payload's length in digits, padded with spaces,
-- and then the payload. The server's replies have no header.
--
-- Where to put it: into the folder that Wireshark names under Help > About Wireshark > Folders >
-- Personal Lua Plugins, then Analyze > Reload Lua Plugins (Ctrl+Shift+L). Or for one run only:
--   wireshark -X lua_script:wirestep.lua FILE
--   tshark    -X lua_script:wirestep.lua -r FILE
-- The ports are a preference (Preferences > Protocols > WIRESTEP); any other port: Decode As,
--   tshark -d tcp.port==5890,wirestep -X lua_script:wirestep.lua -r FILE
-- To find: wirestep.goodbye, wirestep.length > 100, wirestep.payload contains "Hello",
--   wirestep.header.bad

local HEADER = @HEADER@
local GOODBYE = "!DISCONNECT"
-- The most that Python's recv can be asked for is 2^63 - 1.
local MOST = "9223372036854775807"
-- Wireshark is not asked to wait for more than this.
local MOST_AWAITED = 0x10000000

local proto = Proto("wirestep", "Header of @HEADER@ bytes with a payload")

local fields = {
  header = ProtoField.bytes("wirestep.header", "Header"),
  digits = ProtoField.string("wirestep.digits", "Digits"),
  length = ProtoField.uint32("wirestep.length", "Length of the payload in bytes"),
  padding = ProtoField.bytes("wirestep.padding", "Padding"),
  payload = ProtoField.string("wirestep.payload", "Payload"),
  characters = ProtoField.uint32("wirestep.characters", "Characters of the payload"),
  goodbye = ProtoField.bool("wirestep.goodbye", "Goodbye"),
  reply = ProtoField.string("wirestep.reply", "Reply"),
  bad = ProtoField.string("wirestep.header.bad", "Bad header"),
  rest = ProtoField.bytes("wirestep.rest", "Bytes behind a bad header"),
  missing = ProtoField.uint32("wirestep.missing", "Bytes of the payload that are not here yet"),
}
proto.fields = fields

local experts = {
  bad = ProtoExpert.new("wirestep.expert.bad_header", "Bad header",
    expert.group.MALFORMED, expert.severity.ERROR),
  rest = ProtoExpert.new("wirestep.expert.rest", "No header tells where the next message begins",
    expert.group.UNDECODED, expert.severity.WARN),
  text = ProtoExpert.new("wirestep.expert.not_utf8", "Not UTF-8: decode() fails",
    expert.group.MALFORMED, expert.severity.WARN),
  characters = ProtoExpert.new("wirestep.expert.characters", "Not as many characters as bytes",
    expert.group.PROTOCOL, expert.severity.NOTE),
  goodbye = ProtoExpert.new("wirestep.expert.goodbye", "The client says goodbye",
    expert.group.SEQUENCE, expert.severity.CHAT),
}
proto.experts = experts

proto.prefs.ports = Pref.range("TCP ports", "@PORTS@", "Ports that the server listens on", 65535)
proto.prefs.framed_replies = Pref.bool("Replies have headers", @FRAMED@,
  "The server puts a header before each of its replies too")

local stream_of = Field.new("tcp.stream")

-- Frame of the first bad header of each direction of a stream.
local broken = {}

function proto.init()
  broken = {}
end

-- First code point of every ten decimal digits of a script, and what int() strips.
local ZEROS = { @ZEROS@ }
local WHITE = {}
for _, code in ipairs({ 9, 10, 11, 12, 13, 32, 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f,
  0x3000 }) do
  WHITE[code] = true
end
for code = 0x2000, 0x200a do WHITE[code] = true end

local function digit_of(code)
  for _, zero in ipairs(ZEROS) do
    if code >= zero and code <= zero + 9 then return code - zero end
  end
end

-- The code points of strict UTF-8 and the offset behind each; nil where it is not.
local function decode(text)
  local codes, ends = {}, {}
  local at, size = 1, #text
  while at <= size do
    local lead = text:byte(at)
    local count, code, least = 0, lead, 0
    if lead >= 0xf0 and lead <= 0xf4 then count, code, least = 3, lead - 0xf0, 0x10000
    elseif lead >= 0xe0 and lead < 0xf0 then count, code, least = 2, lead - 0xe0, 0x800
    elseif lead >= 0xc2 and lead < 0xe0 then count, code, least = 1, lead - 0xc0, 0x80
    elseif lead >= 0x80 then return nil end
    for n = 1, count do
      local byte = text:byte(at + n)
      if not byte or byte < 0x80 or byte > 0xbf then return nil end
      code = code * 64 + byte - 0x80
    end
    if code < least or code > 0x10ffff or (code >= 0xd800 and code <= 0xdfff) then return nil end
    at = at + count + 1
    codes[#codes + 1] = code
    ends[#ends + 1] = at - 1
  end
  return codes, ends
end

-- What Python's int() makes of a header: { from, to, length } with the bytes of the number, or
-- { fault } where the server's thread dies of it.
local function read_header(text)
  local codes, ends = decode(text)
  if not codes then return { fault = "not UTF-8: decode() fails" } end
  local first, last = 1, #codes
  while first <= last and WHITE[codes[first]] do first = first + 1 end
  while last >= first and WHITE[codes[last]] do last = last - 1 end
  if first > last then return { fault = "nothing but white space: int() fails" } end
  local from, to = first > 1 and ends[first - 1] or 0, ends[last]
  local negative = codes[first] == 0x2d
  if negative or codes[first] == 0x2b then first = first + 1 end
  local digits, after_digit = "", false
  for n = first, last do
    local digit = digit_of(codes[n])
    if digit then
      digits, after_digit = digits .. digit, true
    elseif codes[n] == 0x5f and after_digit then
      after_digit = false
    else
      return { fault = "not a number: int() fails", from = from, to = to }
    end
  end
  if not after_digit then return { fault = "not a number: int() fails", from = from, to = to } end
  digits = digits:gsub("^0+(%d)", "%1")
  local number = { from = from, to = to, length = tonumber(digits) }
  if negative and number.length > 0 then
    number.fault = "negative: recv() fails"
  elseif #digits > #MOST or (#digits == #MOST and digits > MOST) then
    number.fault = "longer than recv() can be asked for"
  elseif number.length > MOST_AWAITED then
    number.fault = "longer than Wireshark waits for"
  end
  return number
end

local function header_at(tvb, offset)
  return read_header(tvb:raw(offset, HEADER))
end

-- Behind a bad header nothing tells where the next begins: all that is here goes with it.
local function length_at(tvb, _, offset)
  local header = header_at(tvb, offset)
  return header.fault and tvb:len() - offset or HEADER + header.length
end

local function key_of(pinfo)
  local stream = stream_of()
  return (stream and tostring(stream.value) or "?") .. " " .. pinfo.src_port
end

local function add_header(tree, tvb, header)
  local item = tree:add(fields.header, tvb(0, HEADER))
  if header.to then
    local digits = tvb(header.from, header.to - header.from)
    item:add(fields.digits, digits, digits:string(ENC_UTF_8))
    if header.to < HEADER then item:add(fields.padding, tvb(header.to, HEADER - header.to)) end
  end
  return item
end

local function add_payload(tree, pinfo, range)
  local text = range:string(ENC_UTF_8)
  local item = tree:add(fields.payload, range, text)
  local codes = decode(range:bytes():raw())
  if not codes then
    item:add_proto_expert_info(experts.text)
    pinfo.cols.info:append(" (not UTF-8)")
    return
  end
  tree:add(fields.characters, range, #codes):set_generated()
  if #codes ~= range:len() then
    item:add_proto_expert_info(experts.characters,
      string.format("%d bytes are %d characters", range:len(), #codes))
  end
  local goodbye = text == GOODBYE
  tree:add(fields.goodbye, range, goodbye):set_generated()
  if goodbye then item:add_proto_expert_info(experts.goodbye) end
  pinfo.cols.info:append(' "' .. text .. '"')
end

local function add_rest(tree, pinfo, range)
  tree:add(fields.rest, range):add_proto_expert_info(experts.rest)
  pinfo.cols.info:append(string.format(" %d bytes behind a bad header", range:len()))
end

-- One whole message, or a bad header with all that is behind it.
local function dissect_message(tvb, pinfo, root)
  local tree = root:add(proto, tvb())
  local header = header_at(tvb, 0)
  local item = add_header(tree, tvb, header)
  if header.fault then
    item:add(fields.bad, tvb(0, HEADER), header.fault):add_proto_expert_info(experts.bad, header.fault)
    pinfo.cols.info:append(" Bad header, " .. header.fault)
    local key = key_of(pinfo)
    if not broken[key] then broken[key] = pinfo.number end
    if tvb:len() > HEADER then add_rest(tree, pinfo, tvb(HEADER)) end
    return tvb:len()
  end
  tree:append_text(string.format(", %d bytes", header.length))
  local number = tvb(header.from, header.to - header.from)
  item:add(fields.length, number, header.length)
  pinfo.cols.info:append(string.format(" %d", header.length))
  if header.length > 0 then add_payload(tree, pinfo, tvb(HEADER, header.length)) end
  return tvb:len()
end

-- A header whose payload is still to come is shown where it stands; Wireshark waits for the rest.
local function add_waiting(tvb, pinfo, root)
  local offset = 0
  while tvb:len() - offset >= HEADER do
    local header = header_at(tvb, offset)
    if header.fault then return end
    local missing = HEADER + header.length - (tvb:len() - offset)
    if missing > 0 then
      local tree = root:add(proto, tvb(offset), "Header of a message that is not whole yet")
      add_header(tree, tvb(offset):tvb(), header)
      tree:add(fields.missing, tvb(offset, HEADER), missing):set_generated()
      pinfo.cols.info:append(string.format(" %d, %d bytes are still to come", header.length, missing))
      return
    end
    offset = offset + HEADER + header.length
  end
end

local function dissect_reply(tvb, pinfo, root)
  local tree = root:add(proto, tvb(), "Reply, without a header")
  local text = tvb():string(ENC_UTF_8)
  local item = tree:add(fields.reply, tvb(), text)
  if not decode(tvb:raw()) then item:add_proto_expert_info(experts.text) end
  pinfo.cols.info:append(' Reply "' .. text .. '"')
end

function proto.dissector(tvb, pinfo, root)
  pinfo.cols.protocol = "WIRESTEP"
  pinfo.cols.info = ""
  -- The port that brought us here is the server's, by preference or by Decode As.
  local is_reply = pinfo.src_port == pinfo.match and pinfo.dst_port ~= pinfo.match
  if is_reply and not proto.prefs.framed_replies then return dissect_reply(tvb, pinfo, root) end
  local broken_at = broken[key_of(pinfo)]
  if broken_at and broken_at < pinfo.number then
    add_rest(root:add(proto, tvb()), pinfo, tvb())
    return tvb:len()
  end
  dissect_tcp_pdus(tvb, root, HEADER, length_at, dissect_message)
  add_waiting(tvb, pinfo, root)
end

local ports = ""
local function listen()
  local wanted = proto.prefs.ports
  if tostring(wanted) == tostring(ports) then return end
  local tcp = DissectorTable.get("tcp.port")
  if ports ~= "" then tcp:remove(ports, proto) end
  ports = wanted
  tcp:add(ports, proto)
end
listen()
proto.prefs_changed = listen
-- Decode As offers it for every port.
DissectorTable.get("tcp.port"):add_for_decode_as(proto)
`;
