package io.skerry.edge.cluster;

/**
 * What is done to the cluster's log in one step each, as Lua that Redis runs. All keys share a hash tag, so that they live on one
 * server of a sharded Redis.
 *
 * <p>{@code meta} holds the log's random epoch and the number of its newest entry. Entries carry both, since a stream that was
 * trimmed, flushed or replaced does not say so: a gap in the numbers or another epoch does.
 */
final class Scripts {

    /** Hash: {@code epoch}, {@code seq}, {@code bytes}, and {@code began}: when the epoch did, in milliseconds of Redis's clock. */
    static final String META = "{skerry:purge}:meta";
    /** Stream of entries {@code e} (epoch), {@code s} (number), {@code n} (node), {@code p} (the purge). */
    static final String STREAM = "{skerry:purge}:stream";
    /** Hash: node to "instance leaseUntil heardAt", times in milliseconds of Redis's clock; -1 is a lease that never ends. */
    static final String MEMBERS = "{skerry:purge}:members";
    /** Hash: node to "epoch number" of the newest entry it has applied. */
    static final String ACKS = "{skerry:purge}:acks";

    /** Sorted set: nodes that left, by when; a member that is gone without having left may hold its lease. */
    static final String LEFT = "{skerry:purge}:left";

    /** Members not heard of for so long are forgotten. */
    private static final long FORGOTTEN_MILLIS = 24L * 60 * 60 * 1000;

    private static final String BEGIN = """
        local t = redis.call('TIME')
        local now = t[1] * 1000 + math.floor(t[2] / 1000)
        local function text(number) return string.format('%.0f', number) end
        local function epoch(proposed)
          local known = redis.call('HGET', '{skerry:purge}:meta', 'epoch')
          if known then return known end
          redis.call('DEL', '{skerry:purge}:stream', '{skerry:purge}:meta')
          redis.call('HSET', '{skerry:purge}:meta', 'epoch', proposed)
          redis.call('HSET', '{skerry:purge}:meta', 'began', text(now))
          redis.call('HSET', '{skerry:purge}:meta', 'seq', '0')
          redis.call('HSET', '{skerry:purge}:meta', 'bytes', '0')
          return proposed
        end
        """;

    /**
     * Where the log stands; renews the caller's lease. Arguments: node, instance, lease in ms or -1, last entry read, epoch to
     * begin if there is none, how long a namesake is believed to be alive (and while its lease lasts). Gives 1 (or 0: another node has the name), epoch, number,
     * newest entry's id, epoch and number of the entry after the last one read, or two empty texts, and the id of the newest entry up to
     * the last one read, or an empty text; then when the epoch began (0: not known) and the time.
     */
    static final String SYNC = BEGIN + """
        local e = epoch(ARGV[5])
        local member = redis.call('HGET', KEYS[3], ARGV[1])
        if member then
          local instance, ends, heard = string.match(member, '^(%S+) (%S+) (%S+)$')
          local alive = tonumber(ends) >= now or tonumber(heard) > now - ARGV[6]
          if instance ~= ARGV[2] and alive then return {0} end
        end
        local lease = tonumber(ARGV[3])
        local ends = lease < 0 and '-1' or text(now + lease)
        redis.call('HSET', KEYS[3], ARGV[1], ARGV[2] .. ' ' .. ends .. ' ' .. text(now))
        redis.call('ZREM', KEYS[5], ARGV[1])
        local all = redis.call('HGETALL', KEYS[3])
        for i = 1, #all, 2 do
          local heard = string.match(all[i + 1], '(%S+)$')
          if tonumber(heard) < now - FORGOTTEN then
            redis.call('HDEL', KEYS[3], all[i])
            redis.call('HDEL', KEYS[4], all[i])
          end
        end
        local newest = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1)
        local last = '0-0'
        if newest[1] then last = newest[1][1] end
        local after = redis.call('XREAD', 'COUNT', 1, 'STREAMS', KEYS[2], ARGV[4])
        local ne, ns = '', ''
        if after and after[1] and after[1][2][1] then
          local f = after[1][2][1][2]
          for i = 1, #f, 2 do
            if f[i] == 'e' then ne = f[i + 1] end
            if f[i] == 's' then ns = f[i + 1] end
          end
        end
        local before = redis.call('XREVRANGE', KEYS[2], ARGV[4], '-', 'COUNT', 1)
        local at = ''
        if before[1] then at = before[1][1] end
        return {1, e, redis.call('HGET', KEYS[1], 'seq'), last, ne, ns, at,
            redis.call('HGET', KEYS[1], 'began') or '0', text(now)}
        """.replace("FORGOTTEN", Long.toString(FORGOTTEN_MILLIS));

    /**
     * Appends a purge, and drops the oldest beyond a number of bytes. Arguments: the purge, node, epoch to begin if there is none,
     * most bytes. Gives epoch and number of the entry.
     */
    static final String PUBLISH = BEGIN + """
        local e = epoch(ARGV[3])
        local s = redis.call('HINCRBY', KEYS[1], 'seq', 1)
        local bytes = redis.call('HINCRBY', KEYS[1], 'bytes', string.len(ARGV[1]) + 128)
        local most = math.max(1000, math.floor(ARGV[4] / (bytes / s)))
        redis.call('XADD', KEYS[2], 'MAXLEN', '~', text(most), '*',
            'e', e, 's', text(s), 'n', ARGV[2], 'p', ARGV[1])
        return {e, text(s)}
        """;

    /** Who is a member and how far each has come. Gives the time, the epoch, the number, members, acknowledgements, and who left when. */
    static final String TABLE = BEGIN + """
        local e = redis.call('HGET', KEYS[1], 'epoch') or '0'
        local s = redis.call('HGET', KEYS[1], 'seq') or '0'
        return {text(now), e, s, redis.call('HGETALL', KEYS[3]), redis.call('HGETALL', KEYS[4]),
            redis.call('ZRANGE', KEYS[5], 0, -1, 'WITHSCORES')}
        """;

    /** Begins another epoch in place of one that lost entries. Arguments: the old one, the new one. */
    static final String RENEW = BEGIN + """
        if redis.call('HGET', KEYS[1], 'epoch') == ARGV[1] then
          redis.call('HSET', KEYS[1], 'epoch', ARGV[2])
          redis.call('HSET', KEYS[1], 'began', text(now))
        end
        return 1
        """;

    private static final String IF_OWN = """
        local member = redis.call('HGET', KEYS[3], ARGV[1])
        if not member or string.match(member, '^%S+') ~= ARGV[2] then return 0 end
        """;

    /** Says how far a node has applied the log, unless another has its name. Arguments: node, instance, epoch and number. */
    static final String ACKNOWLEDGE = IF_OWN + """
        redis.call('HSET', KEYS[4], ARGV[1], ARGV[3])
        return 1
        """;

    /** Takes a node out of the members, unless another has its name. Arguments: node, instance. */
    static final String LEAVE = BEGIN + IF_OWN + """
        redis.call('HDEL', KEYS[3], ARGV[1])
        redis.call('HDEL', KEYS[4], ARGV[1])
        redis.call('ZADD', KEYS[5], text(now), ARGV[1])
        redis.call('ZREMRANGEBYSCORE', KEYS[5], '-inf', text(now - FORGOTTEN))
        return 1
        """.replace("FORGOTTEN", Long.toString(FORGOTTEN_MILLIS));

    private Scripts() {}
}
