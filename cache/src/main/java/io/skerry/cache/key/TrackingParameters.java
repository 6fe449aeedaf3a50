package io.skerry.cache.key;

import java.util.Set;

/**
 * The query parameters that advertisers and mailers append to links to follow a visitor, and that no page's content depends on:
 * the list behind {@code ignore: tracking}. Names are case-sensitive, as on the wire.
 */
public final class TrackingParameters {

    /** Families: everything that begins so. */
    private static final Set<String> PREFIXES = Set.of("utm_", "mtm_", "pk_", "matomo_", "hsa_");

    private static final Set<String> NAMES = Set.of(
            // Google
            "gclid",
            "gclsrc",
            "gbraid",
            "wbraid",
            "dclid",
            "gad_source",
            "gad_campaignid",
            "srsltid",
            "_ga",
            "_gl",
            "_gac",
            // Meta, Instagram
            "fbclid",
            "fb_action_ids",
            "fb_action_types",
            "fb_source",
            "fb_ref",
            "igshid",
            "igsh",
            // Microsoft, Yandex, Baidu
            "msclkid",
            "yclid",
            "ysclid",
            "_openstat",
            // TikTok, X, LinkedIn, Pinterest, Snapchat, Reddit
            "ttclid",
            "twclid",
            "li_fat_id",
            "epik",
            "ScCid",
            "rdt_cid",
            // Mailchimp, HubSpot, Marketo, Klaviyo, Vero, Drip, ActiveCampaign, Omeda
            "mc_cid",
            "mc_eid",
            "_hsenc",
            "_hsmi",
            "__hstc",
            "__hssc",
            "__hsfp",
            "hsCtaTracking",
            "mkt_tok",
            "_ke",
            "_kx",
            "vero_id",
            "vero_conv",
            "__s",
            "vgo_ee",
            "oly_enc_id",
            "oly_anon_id",
            // Branch, Adobe, Impact, Awin, Wicked Reports, Rakuten
            "_branch_match_id",
            "_branch_referrer",
            "s_kwcid",
            "ef_id",
            "irclickid",
            "irgwc",
            "awc",
            "wickedid",
            "ranMID",
            "ranEAID",
            "ranSiteID",
            // Piwik Pro and others
            "piwik_campaign",
            "piwik_kwd",
            "piwik_keyword",
            "trk_contact",
            "trk_msg",
            "trk_module",
            "trk_sid");

    private TrackingParameters() {}

    /** Whether a parameter of this name is for tracking alone. */
    public static boolean contains(String name) {
        if (NAMES.contains(name)) {
            return true;
        }
        int underscore = name.indexOf('_');
        return underscore > 0 && PREFIXES.contains(name.substring(0, underscore + 1));
    }
}
