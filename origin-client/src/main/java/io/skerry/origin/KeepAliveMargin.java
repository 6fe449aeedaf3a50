package io.skerry.origin;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.skerry.cache.message.FieldList;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Takes a second off the time that an origin says it keeps an idle connection ({@code Keep-Alive: timeout}, RFC 9112 9.3, appendix
 * C.2.2). Vert.x drops a pooled connection when that time is over; an origin closes it at the same moment, and a request sent in
 * between is lost. After a burst of requests dozens of connections meet that moment together, more than are tried again.
 */
final class KeepAliveMargin extends ChannelInboundHandlerAdapter {

    private static final String FIELD = "Keep-Alive";
    private static final String TIMEOUT = "timeout=";

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpResponse response) {
            String value = response.headers().get(FIELD);
            if (value != null) {
                response.headers().set(FIELD, shortened(value));
            }
        }
        context.fireChannelRead(message);
    }

    /** The field with a second less; a time of one second or less, or that is no number, stays. */
    static String shortened(String value) {
        List<String> members = new ArrayList<>(FieldList.members(value));
        members.replaceAll(KeepAliveMargin::shortenedMember);
        return String.join(", ", members);
    }

    private static String shortenedMember(String member) {
        if (!member.toLowerCase(Locale.ROOT).startsWith(TIMEOUT)) {
            return member;
        }
        try {
            int seconds = Integer.parseInt(member.substring(TIMEOUT.length()).strip());
            // 0 means "for ever" to Vert.x.
            return seconds > 1 ? TIMEOUT + (seconds - 1) : member;
        } catch (NumberFormatException malformed) {
            return member;
        }
    }
}
