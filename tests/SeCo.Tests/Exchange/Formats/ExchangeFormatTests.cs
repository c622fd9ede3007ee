using SeCo.Exchange;
using SeCo.Labels;
using SeCo.Storage;
using SeCo.Testing;
using SeCo.Tests.Exchange.Formats.Examples;
using Xunit;

namespace SeCo.Tests.Exchange.Formats;

public sealed class ExchangeFormatTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly ExportSource _source;

    public ExchangeFormatTests() => _source = new(_temp.Path, _temp.Path, TwoScenes.Source, () => throw new IOException("no dataset"), TwoScenes.Shown);

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Formats_have_names_of_their_own_and_those_for_people_ask_about_doubtful_regions()
    {
        Assert.Equal(
            [
                "review", "cvat", "label-studio", "coco", "reference", "unimatch", "ultralytics", "yolo", "voc", "coco-panoptic", "mmseg", "huggingface",
                "instances", "labels",
            ],
            ExchangeFormat.All.Select(f => f.Name));
        Assert.Equal(["cvat", "label-studio"], ExchangeFormat.All.Where(f => f.Defaults.MinimumPixels == 100).Select(f => f.Name));
    }

    [Theory]
    [InlineData("cvat")]
    [InlineData("label-studio")]
    [InlineData("coco")]
    public void What_is_written_is_recognised_by_the_same_format_alone(string name)
    {
        ExchangeFormat format = ExchangeFormat.All.Single(f => f.Name == name);

        string said = format.Export(new(_source, new()), _temp["out.x"], TestContext.Current.CancellationToken);

        Assert.StartsWith("4 regions of 2 images", said, StringComparison.Ordinal);
        Assert.True(File.Exists(_temp["out.questions.json"]));
        Assert.Equal([name], ExchangeFormat.All.Where(f => f.Recognises(_temp["out.x"], false, File.ReadAllBytes(_temp["out.x"]))).Select(f => f.Name));
    }

    [Fact]
    public void Where_no_region_fits_nothing_is_written()
    {
        ExportRequest nothing = new(_source, new() { MinimumPixels = 100_000 });

        IOException fault = Assert.Throws<IOException>(() => ExchangeFormat.All[0].Export(nothing, _temp["out.x"], TestContext.Current.CancellationToken));

        Assert.Contains("no region fits", fault.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_temp["out.x"]));
    }

    [Fact]
    public void The_example_of_the_page_is_the_code_that_is_tested()
    {
        string code = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "tests/SeCo.Tests/Exchange/Formats/Examples/RowsFormat.cs"));

        Assert.Contains(
            $"```csharp\n{code}```\n", File.ReadAllText(
                Path.Combine(SharedData.RepositoryRoot, "docs/adding-an-exchange-format.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_example_gives_regions_out_and_reads_what_a_person_changed()
    {
        RowsFormat rows = new();
        rows.Export(new(_source, rows.Defaults), _temp["rows.txt"], TestContext.Current.CancellationToken);
        string[] lines = File.ReadAllLines(_temp["rows.txt"]);
        File.WriteAllLines(_temp["rows.txt"], lines.Select((line, i) => i == 1 ? line.Replace("\troad\t", "\tsidewalk\t", StringComparison.Ordinal) : line));

        ReviewImport import = new(QuestionFile.Read(_temp["rows.questions.json"]), new() { Format = rows });
        ReviewImportSummary summary = await import.RunAsync(_temp["rows.txt"], _temp["reviews"], TestContext.Current.CancellationToken);

        Assert.Equal(new ReviewImportSummary(2, 0, 3, 1, 0, 0), summary);
        Assert.True(rows.Recognises(_temp["rows.txt"], false, File.ReadAllBytes(_temp["rows.txt"])));
    }
}
