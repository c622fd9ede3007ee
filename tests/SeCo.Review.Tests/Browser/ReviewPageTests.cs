using System.Text.Json.Nodes;
using Deque.AxeCore.Commons;
using SeCo.Imaging;
using SeCo.Labels;
using SeCo.Review.Tests.Fixtures;
using SeCo.Testing;
using Xunit;

namespace SeCo.Review.Tests.Browser;

/// <summary>The page in a real browser, by the keyboard alone. Skipped where there is no Chromium.</summary>
public sealed class ReviewPageTests
{
    private const string Title = "document.getElementById('title').textContent", Status = "document.getElementById('status').textContent";
    private const string Progress = "document.getElementById('progress').textContent", Busy = "document.querySelector('main').getAttribute('aria-busy')";

    [Fact]
    public async Task A_review_is_done_by_the_keyboard_alone()
    {
        await using Chromium browser = await Chromium.Start();
        await using OpenReview review = await OpenReview.Draw(2, 6);
        await browser.Resize(1280, 860);
        await browser.Open(review.Server.Address);
        await Until(browser, Title, "?");
        Assert.DoesNotContain("token", (string)(await browser.Evaluate("location.href"))!, StringComparison.Ordinal);
        await browser.Picture("review");
        await browser.Evaluate("localStorage.setItem('seco-review-token', 'of a later review at this address')");
        foreach ((string key, int code, string where, string says) in new[]
        {
            ("Enter", 13, Status, "Stored"), ("3", 0, Progress, "2 of"), ("x", 0, Progress, "3 of"), ("u", 0, Status, "Taken back"),
            ("ArrowRight", 39, Title, "?"), ("ArrowLeft", 37, Title, "?"),
        })
        {
            await Until(browser, Busy, "false");
            await browser.Press(key, code);
            await Until(browser, where, says);
        }

        // A border is mended with the brush: two dabs, one of them moved by the arrows.
        await Until(browser, Busy, "false");
        (string, int)[] strokes = [("b", 0), ("]", 0), ("]", 0), (" ", 32), .. Enumerable.Repeat(("ArrowDown", 40), 6), (" ", 32)];
        foreach ((string key, int code) in strokes)
        {
            await browser.Press(key, code);
        }

        await browser.Picture("review-brush");
        await browser.Press("Escape", 27);
        await browser.Press("c");
        await browser.Press("+");
        await browser.Press("ArrowLeft", 37, shift: true);
        await browser.Press("Enter", 13);
        await Until(browser, Progress, "3 of");
        Assert.Empty(browser.Complaints);

        await review.Server.WriteReviewsAsync();
        RegionReview[] all =
        [
            .. Directory.EnumerateFiles(review.Server.Reviews, "*.json", SearchOption.AllDirectories)
                .SelectMany(file => ReviewFile.Read(file, ClassSet.Named("camvid11"))),
        ];
        Assert.Equal(3, all.Count(r => r.IsWhole));
        Assert.Contains(all, r => r is { Answer: ReviewAnswer.Drawn, Label: not LabelMap.Ignore });
    }

    [Fact]
    public async Task Alike_regions_count_before_their_pictures_are_there_and_the_end_says_whether_others_look_at_the_rest()
    {
        await using Chromium browser = await Chromium.Start();
        await using OpenReview review = await OpenReview.Draw(2, 6);
        await browser.Open(review.Server.Address);
        await Until(browser, Title, "?");
        await Until(browser, Busy, "false");
        await browser.Evaluate("(f => { window.fetch = (to, o) => to === '/api/pictures' ? Promise.reject(Error('no')) : f(to, o); })(fetch)");
        int alike = 0;
        while (alike == 0)
        {
            await browser.Press("ArrowRight", 39);
            await Until(browser, Busy, "false");
            alike = (int)(await browser.Evaluate("document.querySelectorAll('#alike input').length"))!;
        }

        await Until(browser, Status, "alike regions cannot be shown");
        await browser.Press("a");
        await browser.Press("2");
        await Until(browser, Status, $"with {alike} alike");
        Assert.Equal(1 + alike, review.Server.Answered);

        // Another page looks at one of the rest; here all others are answered, none of them twice.
        int other = (int)(await review.Next("q", "bo"))["question"]!["number"]!;
        for (int answered = 1 + alike; answered < review.Server.Questions - 1; answered++)
        {
            await Until(browser, Busy, "false");
            await browser.Press("Enter", 13);
            await Until(browser, Progress, $"{answered + 1} of");
        }

        await Until(browser, Title, "Others look at the rest");
        await review.Answer(other, 1, "q", "bo");
        await Until(browser, Busy, "false");
        await browser.Press("ArrowRight", 39);
        await Until(browser, Title, "All questions are answered");
    }

    [Fact]
    public async Task Everything_can_be_read_and_is_named_and_links_lead_to_their_region()
    {
        await using Chromium browser = await Chromium.Start();
        await using OpenReview review = await OpenReview.Draw(2, 6);
        string page = review.Server.Address[..review.Server.Address.IndexOf('#', StringComparison.Ordinal)];
        await browser.Open(review.Server.Address);
        await Until(browser, Title, "?");
        await browser.Evaluate(new BundledAxeScriptProvider().GetScript() + "\n;0");
        foreach ((int width, bool dark) in new[] { (1280, false), (390, true) })
        {
            await browser.Resize(width, 860);
            await browser.PreferDark(dark);
            await browser.Picture($"review-{width}-{(dark ? "dark" : "light")}", whole: true);
            Assert.Empty((await browser.Evaluate(Chromium.LowContrast))!.AsArray().Select(n => (string)n!));
            Assert.Equal(width, (int)(await browser.Evaluate("document.documentElement.scrollWidth"))!);

            // axe-core: all its rules for WCAG 2.2 A and AA.
            JsonArray faults = (await browser.Evaluate(
                "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })"
                    + ".then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' ')))"))!.AsArray();
            Assert.Empty(faults.Select(fault => (string)fault!));
        }

        Assert.Empty(browser.Complaints);
        await browser.Open("about:blank");
        await browser.Open($"{page}#of=run&image=day%2F00000&region=2");
        await Until(browser, "document.getElementById('facts').textContent", "day/00000, region 2");
        await browser.Open("about:blank");
        await browser.Open($"{page}#token=old");
        await Until(browser, Status, "token");
    }

    private static async Task<JsonNode?> Until(Chromium browser, string expression, string holds)
    {
        for (int left = 200; left > 0; left--)
        {
            JsonNode? found = await browser.Evaluate(expression);
            if (((string?)found)?.Contains(holds, StringComparison.Ordinal) == true)
            {
                return found;
            }

            await Task.Delay(50);
        }

        Assert.Fail($"{expression} does not become '{holds}': {await browser.Evaluate(expression)}; status {await browser.Evaluate(Status)}; "
            + string.Join('\n', browser.Complaints));
        return null;
    }
}
