package io.skerry.functions.runtime.geo;

import com.maxmind.db.InvalidNetworkException;
import com.maxmind.db.Reader;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import java.util.Random;

/**
 * Looks for damage when the file is opened, so that no visitor has to find it: walks the first networks of the search tree,
 * which is all of a small database, and looks up a spread of addresses in a large one.
 */
final class DatabaseProbe {

    private static final int NETWORKS = 50_000;
    private static final int ADDRESSES = 4096;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int IPV6 = 6;

    private DatabaseProbe() {}

    static void check(Reader reader) throws IOException {
        walk(reader);
        spread(reader);
    }

    private static void walk(Reader reader) throws IOException {
        try {
            var networks = reader.networks(Map.class);
            for (int i = 0; i < NETWORKS && networks.hasNext(); i++) {
                GeoRecord.place(networks.next().data());
            }
        } catch (InvalidNetworkException damaged) {
            throw new IOException(damaged);
        }
    }

    private static void spread(Reader reader) throws IOException {
        Random spread = new Random(0);
        int ipVersion = reader.getMetadata().ipVersion();
        for (int i = 0; i < ADDRESSES; i++) {
            byte[] address = new byte[ipVersion == IPV6 && i % 2 == 0 ? IPV6_BYTES : IPV4_BYTES];
            spread.nextBytes(address);
            if (address.length == IPV6_BYTES) {
                // 2000::/3 is what is assigned; elsewhere the tree is a stump.
                address[0] = (byte) (0x20 | (address[0] & 0x0f));
            }
            GeoRecord.place(reader.get(InetAddress.getByAddress(address), Map.class));
        }
    }
}
