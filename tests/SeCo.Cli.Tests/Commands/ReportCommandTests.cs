using System.Text.Json;
using System.Text.RegularExpressions;
using SeCo.Cli.Tests.Fixtures;
using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests.Commands;

/// <summary>The report of a run: that it is there, what it holds, and what it does without.</summary>
public sealed partial class ReportCommandTests(SmallScenes scenes)
{
    [Fact]
    public async Task A_run_ends_with_a_report_and_says_where_it_lies()
    {
        string folder = scenes.NewFolder();
        SecoResult run = (await Seco.Run(scenes.Arguments("run", folder))).Expect(ExitCode.Done);

        Assert.Contains($"Report: {Path.Combine(folder, "report.html")}", run.Output, StringComparison.Ordinal);
        string page = Page(folder);
        Assert.Contains("id=\"images-0\"", page, StringComparison.Ordinal);
        Assert.Contains("PSA + SCC", page, StringComparison.Ordinal);
        Assert.Contains("scene_0003", page, StringComparison.Ordinal);
        Assert.Contains("<code>correction.backbone</code>", page, StringComparison.Ordinal);
        Assert.True(Card().Count(page) > 10, "fewer regions than expected");
        Assert.DoesNotContain("Not everything could be shown", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_folder_gives_the_same_bytes()
    {
        using TempFolder temp = new();
        (await Seco.Run("report", scenes.Baseline, "--out", temp["a.html"])).Expect(ExitCode.Done);
        (await Seco.Run("report", scenes.Baseline, "--out", temp["b.html"], "--set", "threads=2")).Expect(ExitCode.Done);

        Assert.Equal(File.ReadAllBytes(Path.Combine(scenes.Baseline, "report.html")), File.ReadAllBytes(temp["a.html"]));
        Assert.Equal(Pictures(File.ReadAllText(temp["a.html"])), Pictures(File.ReadAllText(temp["b.html"])));
    }

    [Fact]
    public void The_page_loads_nothing_and_runs_only_its_own_script()
    {
        string page = Page(scenes.Baseline);
        Match policy = Policy().Match(page);
        Assert.StartsWith("default-src 'none'; img-src data:; style-src 'sha256-", policy.Groups[1].Value, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy.Groups[1].Value, StringComparison.Ordinal);
        Assert.All(Source().Matches(page), m => Assert.StartsWith("data:", m.Groups[1].Value, StringComparison.Ordinal));
        Assert.Equal(1, Regex.Count(page, "<script"));
        Assert.DoesNotMatch("https?:|url\\(|@import", Regex.Replace(page, "base64,[^\"]*", string.Empty));
    }

    [Fact]
    public async Task Json_names_the_file_and_what_it_shows()
    {
        using TempFolder temp = new();
        SecoResult result = (await Seco.Run("report", scenes.Baseline, "--out", temp["r.html"], "--json")).Expect(ExitCode.Done);
        using JsonDocument json = JsonDocument.Parse(result.Output);
        Assert.Equal(temp["r.html"], json.RootElement.GetProperty("report").GetString());
        Assert.Equal(new FileInfo(temp["r.html"]).Length, json.RootElement.GetProperty("bytes").GetInt64());
        Assert.Equal(SmallScenes.Count, json.RootElement.GetProperty("images").GetInt32());
        Assert.Empty(json.RootElement.GetProperty("notes").EnumerateArray());
    }

    [Fact]
    public async Task A_report_never_grows_beyond_its_limit_and_says_what_it_left_out()
    {
        using TempFolder temp = new();
        (await Seco.Run("report", scenes.Baseline, "--out", temp["r.html"], "--set", "report.max_size=200kB", "--set", "report.regions=100"))
            .Expect(ExitCode.Done);
        Assert.InRange(new FileInfo(temp["r.html"]).Length, 50_000, 200_000);
        Assert.Contains("size limit (200kB) left room for", File.ReadAllText(temp["r.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_limit_leaves_no_room_charts_that_can_be_done_without_go_first()
    {
        using FewScenes few = new();
        (await few.Run("run", "--set", "correction.noise.rule=class_balanced", "--set", "report.max_size=200kB",
            "--set", "correction.minimum_region_pixels=1"))
            .Expect(ExitCode.Done);
        Assert.Contains("left no room for histograms of single classes", Page(few.Out), StringComparison.Ordinal);
        Assert.InRange(new FileInfo(Path.Combine(few.Out, "report.html")).Length, 50_000, 200_000);
        Assert.DoesNotContain("The same for each class", Page(few.Out), StringComparison.Ordinal);
        Assert.Contains("id=\"images-0\"", Page(few.Out), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Charts_and_tables_say_what_their_figures_are()
    {
        using FewScenes few = new();
        (await few.Run("run")).Expect(ExitCode.Done);
        string page = Page(few.Out);
        using JsonDocument noise = JsonDocument.Parse(File.ReadAllText(Path.Combine(few.Out, "correction", "noise-model.json")));
        JsonElement mixture = noise.RootElement.GetProperty("mixtures")[0], clean = mixture.GetProperty("components")[0];
        double low = mixture.GetProperty("low").GetDouble();
        double at = low + (clean.GetProperty("mean").GetDouble() * (mixture.GetProperty("high").GetDouble() - low));
        Assert.Contains(
            FormattableString.Invariant($"clean has weight {clean.GetProperty("weight").GetDouble():F2}, mean {at:F3}"), page, StringComparison.Ordinal);

        using JsonDocument evaluation = JsonDocument.Parse(File.ReadAllText(Path.Combine(few.Out, "evaluation.json")));
        string mean = FormattableString.Invariant($"<span class=\"v\">{100 * evaluation.RootElement.GetProperty("miou").GetDouble():F1}</span>");
        Assert.Contains(mean, page[page.IndexOf("mean (mIoU)", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Matches("Rejected ones include [0-9\u202F]+ regions? too small to be judged", page);
        Assert.Contains("All 3 images; those with the worst labels are numbered", page, StringComparison.Ordinal);
        Assert.DoesNotContain("This run has not finished", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_was_stopped_says_so()
    {
        using FewScenes few = new();
        (await few.Run("run")).Expect(ExitCode.Done);
        string log = Path.Combine(few.Out, "run.log");
        File.WriteAllLines(log, File.ReadLines(log).TakeWhile(l => !l.Contains("aggregate: done", StringComparison.Ordinal)).ToArray());
        Directory.Delete(Path.Combine(few.Out, "correction"), recursive: true);
        (await Seco.Run("report", few.Out)).Expect(ExitCode.Done);
        Assert.Contains("This run has not finished", Page(few.Out), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_truth_and_without_images_the_rest_is_shown()
    {
        using FewScenes few = new();
        (await few.Run("run", "--set", "dataset.truth=")).Expect(ExitCode.Done);
        Assert.Contains("no ground truth", Page(few.Out), StringComparison.Ordinal);
        Assert.Contains("alt=\"scene_0001: PSA\"", Page(few.Out), StringComparison.Ordinal);

        Directory.Delete(few["data/images"], recursive: true);
        SecoResult result = (await Seco.Run("report", few.Out)).Expect(ExitCode.Done);
        Assert.Contains("Not shown: The images of dataset were not found", result.Output, StringComparison.Ordinal);
        string page = Page(few.Out);
        Assert.Contains("Not everything could be shown", page, StringComparison.Ordinal);
        Assert.Contains("alt=\"scene_0001: PSA\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("alt=\"scene_0001: image\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_file_is_named_and_the_rest_is_shown()
    {
        using FewScenes few = new();
        (await few.Run("run")).Expect(ExitCode.Done);
        File.WriteAllText(Path.Combine(few.Out, "correction", "verdicts", "scene_0001.json"), "[{]");
        File.WriteAllText(Path.Combine(few.Out, "evaluation.json"), "{");
        File.WriteAllBytes(Path.Combine(few.Out, "labels", "scene_0002.png"), [1, 2, 3]);
        SecoResult result = (await Seco.Run("report", few.Out)).Expect(ExitCode.Done);
        Assert.Contains("evaluation.json cannot be read", result.Output, StringComparison.Ordinal);
        Assert.Contains("verdicts: cannot be read (1 image): scene_0001", result.Output, StringComparison.Ordinal);
        Assert.Contains("PSA + SCC: cannot be read (1 image): scene_0002", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_that_are_markup_do_no_harm()
    {
        const string Name = "<script>alert(1)<_script> & \"x'";
        using FewScenes few = new();
        foreach (string folder in new[] { "images", "predictions", "confidence", "truth" })
        {
            string path = Directory.GetFiles(few.Data(folder), "scene_0001.*").Single();
            File.Move(path, Path.Combine(few.Data(folder), Name + Path.GetExtension(path)));
        }

        string classes = few.Data("classes.yaml");
        File.WriteAllText(classes, File.ReadAllText(classes).Replace("name: road,", "name: \"<img src=x onerror=alert(1)>\",", StringComparison.Ordinal));
        (await few.Run("run")).Expect(ExitCode.Done);

        string page = Page(few.Out);
        Assert.Contains("&lt;script&gt;alert(1)&lt;_script&gt; &amp; &quot;x&#39;", page, StringComparison.Ordinal);
        Assert.Contains("&lt;img src=x onerror=alert(1)&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_settings_of_the_report_change_nothing_else_and_may_switch_it_off()
    {
        string folder = scenes.NewFolder();
        SecoResult run = (await Seco.Run(scenes.Arguments("run", folder, "--set", "report.enabled=false"))).Expect(ExitCode.Done);
        Assert.False(File.Exists(Path.Combine(folder, "report.html")));
        Assert.DoesNotContain("Report:", run.Output, StringComparison.Ordinal);

        (await Seco.Run(scenes.Arguments("run", folder, "--set", "report={images: 1, image_side: 64}"))).Expect(ExitCode.Done)
            .Says("pseudo-label: finished before, kept", "aggregate: finished before, kept", "correct: finished before, kept");
        Assert.Equal(["config.yaml"], Snapshot.OfRun(scenes.Baseline).DifferencesFrom(Snapshot.OfRun(folder)));
    }

    [Theory]
    [InlineData("mixture", "loss", "Gaussian of the noisy ones")]
    [InlineData("class_balanced", "loss", "with its own mixture")]
    [InlineData("class_doubt", "noise_probability", "kept up to")]
    [InlineData("reference_quantiles", "loss", "quantile of all losses")]
    public async Task Every_rule_shows_what_it_looked_at(string rule, string of, string says)
    {
        using FewScenes few = new();
        (await few.Run("run", "--set", $"correction.noise.rule={rule}")).Expect(ExitCode.Done);

        using JsonDocument noise = JsonDocument.Parse(File.ReadAllText(Path.Combine(few.Out, "correction", "noise-model.json")));
        JsonElement all = noise.RootElement.GetProperty("histograms")[0];
        Assert.Equal(of, all.GetProperty("of").GetString());
        long counted = new[] { "clean", "corrected", "rejected" }.Sum(v => all.GetProperty(v).EnumerateArray().Sum(n => n.GetInt64()));
        long judged = Directory.GetFiles(Path.Combine(few.Out, "correction", "verdicts")).Sum(f => Regex.Count(File.ReadAllText(f), "\"loss\""));
        Assert.Equal(judged, counted);
        Assert.Contains(says, Page(few.Out), StringComparison.Ordinal);
        Assert.Contains("Loss of the region classifier", Page(few.Out), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Later_rounds_have_reports_of_their_own()
    {
        string folder = scenes.NewFolder();
        (await Seco.Run([.. scenes.Arguments("run", folder), "--set", "dataset.limit=3", "--set", "adaptation={setting: black_box, network: espnet, epochs: "
            + "1, steps_per_epoch: 2, batch_size: 2, workers: 1, views: {crop_width: 64, crop_height: 64}}",
            "--set", "adaptation.split.images_per_class=0", "--set", "rounds=2", "--set", "pixel_labels.policy=all"])).Expect(ExitCode.Done);
        Assert.Contains("href=\"round-2/report.html\"", Page(folder), StringComparison.Ordinal);
        Assert.Contains("Training loss over the steps", Page(folder), StringComparison.Ordinal);
        Assert.Contains("adapted model", Page(folder), StringComparison.Ordinal);
        Assert.Contains("href=\"../report.html\"", Page(Path.Combine(folder, "round-2")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_run_gets_no_report()
    {
        using TempFolder temp = new();
        (await Seco.Run("report", temp["none"])).Expect(ExitCode.Failed).Says("there is no such folder", "seco run CONFIG --out");
        Directory.CreateDirectory(temp["empty"]);
        (await Seco.Run("report", temp["empty"])).Expect(ExitCode.Failed).Says("holds no run (no config.yaml)");
        Assert.Empty(Directory.EnumerateFileSystemEntries(temp["empty"]));
        (await Seco.Run("report", scenes.Baseline, "--out", temp["r.html"], "--set", "report.imagse=3")).Expect(ExitCode.WrongUsage).Says("images");
        (await Seco.Run("report", scenes.Baseline, "--out", temp["r.html"], "--set", "report.max_size=much")).Expect(ExitCode.Failed).Says("max_size is much");
    }

    private static string Page(string folder) => File.ReadAllText(Path.Combine(folder, "report.html"));

    private static IEnumerable<string> Pictures(string page) => Source().Matches(page).Select(m => m.Value);

    [GeneratedRegex("<li class=\"card\"")]
    private static partial Regex Card();

    [GeneratedRegex("Content-Security-Policy\" content=\"([^\"]*)\"")]
    private static partial Regex Policy();

    [GeneratedRegex("(?:src|href)=\"([^#\"][^\"]*)\"")]
    private static partial Regex Source();
}
