using System.Text.Json.Nodes;
using SeCo.Cli.Tests.Fixtures;
using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests.Browser;

/// <summary>The report in a real browser: nothing is broken, everything can be reached with the keyboard, and all of it can be read.
/// Skipped where there is no Chromium.</summary>
public sealed class ReportPageTests(SmallScenes scenes)
{
    private static string Report(string folder) => Path.GetFullPath(Path.Combine(folder, "report.html"));

    [Theory]
    [InlineData(1280, false)]
    [InlineData(1280, true)]
    [InlineData(390, false)]
    [InlineData(390, true)]
    public async Task Nothing_is_broken_nothing_sticks_out_and_all_can_be_read(int width, bool dark)
    {
        await using Chromium browser = await Chromium.Start();
        await browser.Resize(width, 900);
        await browser.PreferDark(dark);
        await browser.Open(Environment.GetEnvironmentVariable("SECO_REPORT") ?? Report(scenes.Baseline));
        await browser.Evaluate("document.querySelectorAll('details').forEach(d => d.open = true)");

        Assert.Equal(
            0,
            (int)(await browser.Evaluate("Promise.all(Array.from(document.images).filter(i => i.closest('main')).map(i => i.decode().then(() => 0, () => "
                + "1))).then(r => r.reduce((a, b) => a + b, 0))"))!);
        Assert.True((int)(await browser.Evaluate("Array.from(document.images).filter(i => i.closest('main') && i.naturalWidth > 0).length"))! > 20);
        Assert.Equal(0, (int)(await browser.Evaluate("Array.from(document.images).filter(i => i.closest('main') && (!i.naturalWidth || !i.alt)).length"))!);
        // the viewer's too, before it has shown anything
        Assert.Equal(0, (int)(await browser.Evaluate("Array.from(document.images).filter(i => i.complete && !i.naturalWidth).length"))!);
        Assert.Equal(width, (int)(await browser.Evaluate("document.documentElement.scrollWidth"))!);
        Assert.Empty(((await browser.Evaluate(Chromium.LowContrast))!).AsArray().Select(n => (string)n!));
        Assert.Equal(dark, (string)(await browser.Evaluate("getComputedStyle(document.body).backgroundColor"))! != "rgb(255, 255, 255)");
        Assert.Equal(
            0,
            (int)(await browser.Evaluate("document.querySelectorAll('main [id]').length - new Set(Array.from(document.querySelectorAll('main [id]'), e => "
                + "e.id)).size"))!);
        Assert.Empty(browser.Complaints);
        await browser.Picture($"page-{width}-{(dark ? "dark" : "light")}", whole: true);
    }

    [Fact]
    public async Task On_paper_it_is_dark_on_white_whatever_the_screen_has()
    {
        await using Chromium browser = await Chromium.Start();
        await browser.Open(Report(scenes.Baseline));
        await browser.Evaluate("document.documentElement.dataset.theme = 'dark'");
        await browser.PrintDark();
        Assert.Equal("rgb(255, 255, 255)", (string)(await browser.Evaluate("getComputedStyle(document.body).backgroundColor"))!);
        await browser.Evaluate("delete document.documentElement.dataset.theme");
        Assert.Equal("rgb(255, 255, 255)", (string)(await browser.Evaluate("getComputedStyle(document.body).backgroundColor"))!);
        Assert.Empty((await browser.Evaluate(Chromium.LowContrast))!.AsArray().Select(n => (string)n!));
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Long_names_of_classes_and_images_leave_room_for_the_rest(int width)
    {
        using FewScenes few = new();
        string classes = few.Data("classes.yaml"), name = string.Join(' ', Enumerable.Repeat("a very long name", 8));
        File.WriteAllText(classes, File.ReadAllText(classes).Replace("name: road,", $"name: \"{name}\",", StringComparison.Ordinal));
        (await few.Run("run")).Expect(ExitCode.Done);

        await using Chromium browser = await Chromium.Start();
        await browser.Resize(width, 900);
        await browser.Open(Report(few.Out));
        await browser.Evaluate("document.querySelectorAll('details').forEach(d => d.open = true)");
        Assert.Equal(width, (int)(await browser.Evaluate("document.documentElement.scrollWidth"))!);
        Assert.True((int)(await browser.Evaluate("document.querySelector('.matrix thead').offsetHeight"))! < 250);
        Assert.True((int)(await browser.Evaluate("Math.min(...Array.from(document.querySelectorAll('.bars svg'), b => b.clientWidth))"))! > 60);
    }

    [Fact]
    public async Task The_gallery_can_be_walked_through_with_the_keyboard()
    {
        await using Chromium browser = await Chromium.Start();
        await browser.Resize(1280, 900);
        await browser.Open(Environment.GetEnvironmentVariable("SECO_REPORT") ?? Report(scenes.Baseline));

        await browser.Press("j");
        string first = (string)(await browser.Evaluate("document.activeElement.id"))!;
        Assert.StartsWith("images-", first, StringComparison.Ordinal);
        await browser.Press("j");
        string second = (string)(await browser.Evaluate("document.activeElement.id"))!;
        Assert.NotEqual(first, second);
        Assert.NotEqual("none", (string)(await browser.Evaluate("getComputedStyle(document.activeElement).outlineStyle"))!);
        await browser.Press("ArrowLeft", 37);
        Assert.Equal(first, (string)(await browser.Evaluate("document.activeElement.id"))!);

        await browser.Press("4");
        Assert.True((bool)(await browser.Evaluate("document.getElementById('viewer').open"))!);
        Assert.StartsWith("PSA", (string)(await browser.Evaluate("document.getElementById('viewer-facts').textContent"))!, StringComparison.Ordinal);
        string title = (string)(await browser.Evaluate("document.getElementById('viewer-title').textContent"))!;
        await browser.Picture("viewer");
        Assert.True((int)(await browser.Evaluate("document.querySelectorAll('#viewer-colours li').length"))! > 2);
        await browser.Press("ArrowRight", 39);
        Assert.NotEqual(title, (string)(await browser.Evaluate("document.getElementById('viewer-title').textContent"))!);
        await browser.Press("1");
        Assert.True((bool)(await browser.Evaluate("document.querySelector('.stage').classList.contains('plain')"))!);
        await browser.Press("3");
        await browser.Press("o");
        Assert.True((bool)(await browser.Evaluate("document.querySelector('.stage').classList.contains('alone')"))!);
        Assert.Equal(0, (int)(await browser.Evaluate("Array.from(document.querySelectorAll('.stage img')).filter(i => !i.naturalWidth).length"))!);
        await browser.Press("Escape", 27);
        Assert.False((bool)(await browser.Evaluate("document.getElementById('viewer').open"))!);

        // A dialog tells that it is closed in a task of its own, some time after it is.
        string settled = $"new Promise(done => {{ let left = 250; const look = () => document.activeElement.id === '{second}' || left-- === 0 ? "
            + "done(document.activeElement.id) : setTimeout(look, 20); look(); })";
        Assert.Equal(second, (string)(await browser.Evaluate(settled))!);
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task Regions_are_filtered_and_sorted_and_the_theme_is_changed()
    {
        await using Chromium browser = await Chromium.Start();
        await browser.Resize(1280, 900);
        await browser.PreferDark(true);
        await browser.Open(Environment.GetEnvironmentVariable("SECO_REPORT") ?? Report(scenes.Baseline));

        await browser.Evaluate("document.getElementById('theme').click()");
        Assert.Equal("rgb(255, 255, 255)", (string)(await browser.Evaluate("getComputedStyle(document.body).backgroundColor"))!);
        const string Choose = "(() => {{ const s = document.getElementById('{0}'); s.value = '{1}'; s.dispatchEvent(new Event('change')); }})()";
        await browser.Evaluate(string.Format(Choose, "by-verdict", "rejected"));
        JsonArray shown = (await browser.Evaluate("Array.from(document.querySelectorAll('.card:not([hidden])'), c => c.dataset.verdict)"))!.AsArray();
        Assert.NotEmpty(shown);
        Assert.All(shown, verdict => Assert.Equal("rejected", (string)verdict!));
        Assert.StartsWith(
            $"{shown.Count} region", (string)(await browser.Evaluate("document.getElementById('region-count').textContent"))!, StringComparison.Ordinal);
        // Those that `seco review` asks about, and no others, lead there.
        Assert.True((bool)(await browser.Evaluate(
            "Array.from(document.querySelectorAll('.card'), c => (/rejected|corrected/.test(c.dataset.verdict) && c.dataset.area >= 100) === "
                + "(c.querySelector('.from a')?.href.startsWith('http://127.0.0.1:8137/#of=baseline&image=') ?? false)).every(Boolean)"))!);
        await browser.Evaluate(string.Format(Choose, "by-order", "area"));
        const string Areas = "Array.from(document.querySelectorAll('.card:not([hidden])'), c => Number(c.dataset.area))";
        double[] areas = [.. (await browser.Evaluate(Areas))!.AsArray().Select(n => (double)n!)];
        Assert.Equal(areas.OrderDescending(), areas);
        Assert.Empty(browser.Complaints);
    }
}
