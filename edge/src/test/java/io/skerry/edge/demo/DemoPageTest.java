package io.skerry.edge.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.skerry.edge.testing.RequiredTool;
import io.skerry.edge.testing.RequiresTool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a visitor sees it: a real edge, a real origin at its distance, a real browser. */
@RequiresTool(RequiredTool.CHROMIUM)
class DemoPageTest {
    private static final List<String> STORED = List.of("stylesheet", "script", "font", "recommendations", "prices");
    private static final int DISTANCE_MILLIS = 200;
    private static final double PATIENCE_MILLIS = 30_000;

    @TempDir
    private static Path folder;

    private static Demo demo;
    private static Playwright playwright;
    private static Browser chromium;

    private final List<String> complaints = new ArrayList<>();
    private Page page;

    @BeforeAll
    static void startDemoAndBrowser() throws Exception {
        demo = Demo.start(new DemoOptions(
                folder, "127.0.0.1", new DemoOptions.Ports(0, 0, 0), Duration.ofMillis(DISTANCE_MILLIS)));
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        chromium = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(RequiredTool.CHROMIUM.found())
                        .setArgs(List.of(
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    @AfterAll
    static void stopBrowserAndDemo() {
        playwright.close();
        demo.stop();
    }

    @BeforeEach
    void openShop() {
        page = chromium.newContext().newPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.navigate(demo.shop().toString());
        waitForMeasurement(1);
    }

    @AfterEach
    void nothingWasComplainedOf() {
        page.context().close();
        assertThat(complaints).as("errors in the browser's console").isEmpty();
    }

    @Test
    void five_parts_are_hits_and_the_cart_alone_takes_the_way_to_the_origin() {
        for (String part : STORED) {
            assertThat(cacheStatus(part)).as(part).contains("; hit");
        }
        assertThat(cacheStatus("cart")).doesNotContain("hit").contains("fwd=bypass");
        assertThat(askedParts()).isEqualTo("cart");
    }

    @Test
    void page_takes_one_way_to_the_origin_through_the_edge_and_six_without() {
        var straight = millis("#origin-sum");
        assertThat(straight).isGreaterThanOrEqualTo(6 * DISTANCE_MILLIS);
        // two ways take a third of six; a busy machine delays both
        assertThat(millis("#edge-sum")).isBetween(DISTANCE_MILLIS, straight / 2);
    }

    @Test
    void hard_purge_has_every_part_fetched_anew_and_hits_follow() {
        page.click("#purge-hard");
        waitForMeasurement(2);

        assertThat(askedParts()).isEqualTo("stylesheet script font prices cart");
        assertThat(STORED).noneMatch(part -> cacheStatus(part).contains("; hit"));

        page.click("#measure");
        waitForMeasurement(3);
        assertThat(askedParts()).isEqualTo("cart");
    }

    @Test
    void soft_purge_has_stored_parts_validated_and_hits_follow() {
        page.click("#purge-soft");
        waitForMeasurement(2);

        assertThat(page.textContent("#notice")).startsWith("Purged (soft) as number ");
        assertThat(cacheStatus("stylesheet")).contains("fwd=stale").contains("fwd-status=304");

        page.click("#measure");
        waitForMeasurement(3);
        assertThat(STORED).allMatch(part -> cacheStatus(part).contains("; hit"));
    }

    @Test
    void two_countries_see_two_prices_each_stored_once() {
        String german = priceOfMugFrom("DE");
        String norwegian = priceOfMugFrom("NO");

        assertThat(german).isEqualTo("18,00\u00a0€");
        assertThat(norwegian).contains("kr").contains("209");
        assertThat(priceOfMugFrom("DE")).isEqualTo(german);
        assertThat(page.textContent("#price-source")).contains("; hit");
    }

    @Test
    void recommendations_follow_the_country() {
        page.selectOption("#country", "NO");

        assertThat(page.locator("#recommendations[data-segment=NO] li").first()).containsText("Model dinghy");
    }

    @Test
    void prices_of_the_page_itself_are_filled_in() {
        assertThat(page.locator("[data-price]").allTextContents())
                .hasSize(Product.values().length)
                .allMatch(text -> text.matches(".*\\d.*"), "holds a number")
                .noneMatch(text -> text.contains("{{"));
    }

    @Test
    void photos_arrive_resized_and_upright() {
        assertThat(naturalSize("Enamel mug")).isEqualTo("800x600");
        // Twelve megapixels lying on their side, shown upright within 800x600.
        assertThat(naturalSize("Storm lantern")).isEqualTo("450x600");
    }

    @Test
    void cart_is_the_visitors_own() {
        page.click("[data-add=mug]");
        assertThat(page.locator("#cart-count")).hasText("1");
        page.reload();
        assertThat(page.locator("#cart-count")).hasText("1");

        Page stranger = chromium.newContext().newPage();
        stranger.navigate(demo.shop().toString());
        assertThat(stranger.locator("#cart-lines li")).hasText("Nothing yet");
        stranger.context().close();
    }

    @Test
    void web_socket_and_events_pass_through() {
        assertThat(page.locator("#stock")).containsText("×");
        assertThat(page.locator("#echo-answer")).hasText("connected");
        page.fill("#echo-text", "land ahoy");
        page.click("#echo button");

        assertThat(page.locator("#echo-answer")).containsText("“land ahoy” came back after");
    }

    @Test
    void origin_that_moves_near_answers_quickly() {
        page.click("#distance");
        waitForMeasurement(2);
        try {
            assertThat(page.textContent("#distance-now")).isEqualTo("0");
            assertThat(millis("#origin-sum")).isLessThan(6 * DISTANCE_MILLIS);
        } finally {
            page.click("#distance");
            waitForMeasurement(3);
        }
    }

    private void waitForMeasurement(int runs) {
        Locator done = page.locator("#lab[data-runs='" + runs + "']");
        assertThat(done)
                .hasAttribute(
                        "data-state",
                        "done",
                        new com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions()
                                .setTimeout(PATIENCE_MILLIS));
    }

    private String cacheStatus(String part) {
        return page.locator("tr[data-part=" + part + "]").getAttribute("data-cache-status");
    }

    private String askedParts() {
        return page.locator("#asked").getAttribute("data-asked");
    }

    private int millis(String output) {
        return Integer.parseInt(page.textContent(output).replace(" ms", ""));
    }

    private String priceOfMugFrom(String country) {
        page.selectOption("#country", country);
        assertThat(page.locator("#country")).hasAttribute("data-shown", country);
        return page.textContent("[data-price=mug]");
    }

    private String naturalSize(String alternative) {
        Locator photo = page.getByAltText(alternative, new Page.GetByAltTextOptions().setExact(true));
        return (String)
                photo.evaluate("image => image.decode().then(() => `${image.naturalWidth}x${image.naturalHeight}`)");
    }
}
