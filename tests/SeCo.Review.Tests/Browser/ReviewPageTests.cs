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

    [Fact]
    public async Task A_review_is_done_by_the_keyboard_alone()
    {
        await using Chromium browser = await Chromium.Start();
        await using OpenReview review = await OpenReview.Draw(2, 6);
        await browser.Resize(1280, 860);
        await browser.Open(review.Server.Address);
        await Until(browser, Title, "?");
        Assert.DoesNotContain("token", (string)(await browser.Evaluate("location.href"))!, StringComparison.Ordinal);
        await Until(browser, "document.getElementById('alike').childElementCount + ' ' + !document.getElementById('alike-part').hidden", " ");
        await browser.Picture("review");

        await browser.Press("Enter", 13);
        await Until(browser, Status, "Stored");
        await browser.Press("3");
        await Until(browser, "document.getElementById('progress').textContent", "2 of");
        await browser.Press("x");
        await Until(browser, "document.getElementById('progress').textContent", "3 of");
        await browser.Press("u");
        await Until(browser, Status, "Taken back");
        await browser.Press("ArrowRight", 39);
        await browser.Press("ArrowLeft", 37);
        await Task.Delay(200);

        // A border is mended with the brush: two dabs, one of them moved by the arrows.
        await browser.Press("b");
        foreach (string key in new[] { "]", "]", " " })
        {
            await browser.Press(key, key == " " ? 32 : 0);
        }

        for (int i = 0; i < 6; i++)
        {
            await browser.Press("ArrowDown", 40);
        }

        await browser.Press(" ", 32);
        await browser.Picture("review-brush");
        await browser.Press("Escape", 27);
        await browser.Press("c");
        await browser.Press("+");
        await browser.Press("ArrowLeft", 37, shift: true);
        await browser.Press("Enter", 13);
        await Until(browser, "document.getElementById('progress').textContent", "3 of");
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

    private const byte LabelMap255 = 255;

    [Theory]
    [InlineData(1280, false)]
    [InlineData(390, true)]
    public async Task Everything_can_be_read_and_is_named_for_those_who_do_not_see_it(int width, bool dark)
    {
        await using Chromium browser = await Chromium.Start();
        await using OpenReview review = await OpenReview.Draw(2, 6);
        await browser.Resize(width, 860);
        await browser.PreferDark(dark);
        await browser.Open(review.Server.Address);
        await Until(browser, Title, "?");
        await browser.Picture($"review-{width}-{(dark ? "dark" : "light")}", whole: true);
        Assert.Empty((await browser.Evaluate(Chromium.LowContrast))!.AsArray().Select(n => (string)n!));
        Assert.Equal(width, (int)(await browser.Evaluate("document.documentElement.scrollWidth"))!);

        // axe-core: all its rules for WCAG 2.2 A and AA.
        await browser.Evaluate(new BundledAxeScriptProvider().GetScript() + "\n;0");
        JsonArray faults = (await browser.Evaluate(
            "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })"
                + ".then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' ')))"))!.AsArray();
        Assert.Empty(faults.Select(fault => (string)fault!));
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task A_link_opens_its_region_and_an_old_token_is_told()
    {
        await using Chromium browser = await Chromium.Start();
        await using OpenReview review = await OpenReview.Draw(1, 4);
        await browser.Open(review.Server.Address);
        await Until(browser, Title, "?");
        string page = review.Server.Address[..review.Server.Address.IndexOf('#', StringComparison.Ordinal)];
        await browser.Open("about:blank");
        await browser.Open($"{page}#of=run&image=day%2F00000&region=2");
        await Until(browser, "document.getElementById('facts').textContent", "region 2");
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
