package dev.sluice.dedup;

/**
 * How claims lie in Redis, as the script that makes them. Runs on Redis 6.2 and later, and touches keys of one hash tag only
 * for each of its KEYS, so a cluster runs it as long as the KEYS share a slot.
 *
 * <p>Claims are members of small sorted sets, because Redis keeps a sorted set of at most 128 short members as one packed
 * list, at 16 bytes a member: 8 of the identity, 4 of the score, 4 of Redis's own. A key of its own costs about 100.
 * <ul>
 *   <li>Key: {@code sluice:d:{tag}level:bucket}. The bucket is the first {@code level} bits of the identity, in hexadecimal.
 *   <li>Score: 12 bits of time, 20 bits of owner, less 2^31, so that it fits into the 32-bit integers of a packed list. Time
 *       is counted in 32nds of the window by the clock of Redis and starts again after 128 windows; what is more than 33
 *       of them old, or more than 32 ahead, is dead. Dead members are removed in one range each time the last byte of a new
 *       identity says so (one in eight), and whenever a bucket is full.
 *   <li>{@code sluice:d:{tag}}: the level, the one before it, and when it changed. A bucket that grows beyond 120 raises the
 *       level of its tag by one if its neighbours are well filled, too (else someone aims at it, and its oldest are forgotten);
 *       one that falls to 6 lowers it, once in a window. Buckets move when they are next used, about 32 in a call: those of
 *       two levels ago, and those that nobody touches for one window, are forgotten.
 *   <li>Every key ends one window after the last claim in it, the level after two.
 * </ul>
 *
 * <p>Whatever is forgotten this way, or by an eviction or a flush, only lets a duplicate pass.
 */
final class ClaimLayout {
    static final String SCRIPT = """
            local FULL, FEW, MOVES, DEEPEST = 120, 6, 32, 24
            local TIMES, OWNERS, HALF = 4096, 1048576, 2147483648
            local window = tonumber(ARGV[1])
            local clock = redis.call('TIME')
            local millis = clock[1] * 1000 + math.floor(clock[2] / 1000)
            local unit = math.ceil(window / 32)
            local ttl = window + unit
            local now = math.floor(millis / unit) % TIMES
            local moves = 0
            local touched = {}

            local function live(score)
              local age = (now - math.floor((score + HALF) / OWNERS)) % TIMES
              return age <= 33 or age >= TIMES - 32
            end

            local function purge(key)
              local from, to = (now + 33) % TIMES, (now - 34) % TIMES
              if from <= to then
                redis.call('ZREMRANGEBYSCORE', key, from * OWNERS - HALF, '(' .. (to + 1) * OWNERS - HALF)
              else
                redis.call('ZREMRANGEBYSCORE', key, from * OWNERS - HALF, '+inf')
                redis.call('ZREMRANGEBYSCORE', key, '-inf', '(' .. (to + 1) * OWNERS - HALF)
              end
            end

            local function bucket(tag, level, number)
              return tag.key .. level .. ':' .. string.format('%x', number)
            end

            local function number(level, id)
              return math.floor(struct.unpack('>I4', id) / 2 ^ (32 - level))
            end

            local function keep(key)
              if not touched[key] then
                touched[key] = true
                redis.call('PEXPIRE', key, ttl)
              end
            end

            local tags = {}
            local function open(key)
              local tag = tags[key]
              if not tag then
                local level, before, since = string.match(redis.call('GET', key) or '', '^(%d+) (%d+) (%d+)$')
                tag = {key = key, level = tonumber(level) or 0, before = tonumber(before) or 0, since = tonumber(since) or 0}
                if tag.level > DEEPEST then tag.level = 0 end
                if level then redis.call('PEXPIRE', key, 2 * ttl) end
                if millis - tag.since > ttl then tag.before = tag.level end
                tags[key] = tag
              end
              return tag
            end

            local function change(tag, level)
              tag.before, tag.level, tag.since = tag.level, level, millis
              local state = string.format('%d %d %.0f', tag.level, tag.before, millis)
              redis.call('SET', tag.key, state, 'PX', 2 * ttl)
            end

            -- The members of a bucket of the level before go to where they belong now.
            local function move(tag, from)
              moves = moves + 1
              local members = redis.call('ZRANGE', from, 0, -1, 'WITHSCORES')
              local parts = {}
              for i = 1, #members, 2 do
                if live(tonumber(members[i + 1])) then
                  local to = bucket(tag, tag.level, number(tag.level, members[i]))
                  local part = parts[to] or {}
                  part[#part + 1] = members[i + 1]
                  part[#part + 1] = members[i]
                  parts[to] = part
                end
              end
              redis.call('DEL', from)
              for to, part in pairs(parts) do
                redis.call('ZADD', to, 'NX', unpack(part))
                redis.call('PEXPIRE', to, ttl)
              end
            end

            local function place(tag, id)
              local at = number(tag.level, id)
              local key = bucket(tag, tag.level, at)
              if tag.before < tag.level then
                local parent = bucket(tag, tag.level - 1, math.floor(at / 2))
                if redis.call('EXISTS', parent) == 1 then
                  if moves >= MOVES and redis.call('ZCARD', parent) < FULL then return parent end
                  move(tag, parent)
                end
              elseif tag.before > tag.level then
                for child = 2 * at, 2 * at + 1 do
                  local from = bucket(tag, tag.level + 1, child)
                  if redis.call('EXISTS', from) == 1 then move(tag, from) end
                end
              end
              return key
            end

            -- Mean size of up to eight buckets that are spread over the tag, this one among them.
            local function mean(tag, id)
              local all = 2 ^ tag.level
              local samples = math.min(8, all)
              local sum = 0
              for i = 0, samples - 1 do
                local at = (number(tag.level, id) + i * all / samples) % all
                sum = sum + redis.call('ZCARD', bucket(tag, tag.level, at))
              end
              return sum / samples
            end

            local function settle(tag, key, id)
              keep(key)
              local size = redis.call('ZCARD', key)
              if size <= FULL and string.byte(id, 8) >= 32 then return end
              purge(key)
              size = redis.call('ZCARD', key)
              if size > FULL then
                if tag.level < DEEPEST and mean(tag, id) >= FULL / 3 then
                  change(tag, tag.level + 1)
                else
                  redis.call('ZREMRANGEBYRANK', key, 0, 15)
                end
              elseif size <= FEW and tag.level > 0 and tag.before == tag.level and mean(tag, id) <= FULL / 6 then
                change(tag, tag.level - 1)
              end
            end

            local seen = {}
            for i = 2, #ARGV do
              local tag = open(KEYS[string.byte(ARGV[i], 1)])
              local id = string.sub(ARGV[i], 2, 9)
              local owner = struct.unpack('>I3', ARGV[i], 10)
              local key = place(tag, id)
              local score = now * OWNERS + owner - HALF
              if redis.call('ZADD', key, 'NX', score, id) == 1 then
                settle(tag, key, id)
              else
                local holder = tonumber(redis.call('ZSCORE', key, id))
                if not live(holder) then
                  redis.call('ZADD', key, score, id)
                  keep(key)
                elseif (holder + HALF) % OWNERS ~= owner then
                  seen[#seen + 1] = i - 2
                end
              end
            end
            return seen
            """;

    private ClaimLayout() {}
}
