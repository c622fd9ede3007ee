using SeCo.Evaluation;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Labels;

public sealed class PaletteOrderTests : IDisposable
{
    private static readonly ClassSet Yard = new("yard", [Of(0, "sky", 9), Of(1, "ground", 60), Of(2, "bush", 120), Of(3, "car", 200)]);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Class_colours_in_another_order_are_suspected_by_check_convert_and_evaluate_and_right_by_colour()
    {
        // As a program writes that numbers colours as it meets them: bush, car, sky, ground.
        Write("l/a.png", [120, 200, 9, 60], 0, 1, 2, 3);
        Write("truth/a.png", [9, 60, 120, 200], 2, 3, 0, 1);

        LabelCheckReport report = await LabelCheck.RunAsync(_folder["l"], Yard);
        LabelConversionSummary converted = await new LabelConversion(Yard).RunAsync(_folder["l"], _folder["numbers"]);
        LabelConversionOptions colors = new() { Source = LabelConversionSource.Colors };
        LabelConversionSummary byColor = await new LabelConversion(Yard, colors).RunAsync(_folder["l"], _folder["colors"]);
        EvaluationReport wrong = await new Evaluator(Yard).RunAsync(_folder["l"], _folder["truth"]);
        EvaluationReport right = await new Evaluator(Yard).RunAsync(_folder["colors"], _folder["truth"]);

        foreach (string suspicion in (string[])[Assert.Single(report.Suspicions), Assert.Single(converted.Suspicions), Assert.Single(wrong.Suspicions)])
        {
            Assert.Contains("1 of 1 files hold the colours of 'yard' in another order", suspicion, StringComparison.Ordinal);
            Assert.Contains("a.png: 0 has the colour of bush, but means sky", suspicion, StringComparison.Ordinal);
            Assert.Contains("--colors", suspicion, StringComparison.Ordinal);
        }

        Assert.Empty(byColor.Suspicions);
        Assert.Empty(right.Suspicions);
        Assert.Equal((0, 1), (wrong.Scores.Accuracy, right.Scores.Accuracy));
    }

    [Fact]
    public void Palettes_that_say_nothing_or_the_same_are_not_suspected()
    {
        Write("same.png", [9, 60, 120, 200], 0, 1, 2, 3);
        Write("other.png", [1, 2, 3, 4], 0, 1, 2, 3);
        Write("unused.png", [9, 60, 200, 120], 0, 1, 1, 0);
        Write("black.png", [0, 60, 120, 200], 0, 1, 2, 3);
        Write("mostly-other.png", [5, 6, 7, 60], 0, 1, 2, 3);
        PaletteOrder order = new(Yard);
        foreach (string file in Directory.GetFiles(_folder.Path))
        {
            order.Read(file);
        }

        Assert.Null(order.Suspicion);
    }

    [Fact]
    public void Numbers_of_a_coding_are_compared_by_what_they_mean()
    {
        LabelIdMap fromOne = Yard.MapFrom(ClassSet.FromOne);
        Write("good.png", [0, 9, 60, 120, 200], 0, 1, 2, 4);
        Write("shifted.png", [0, 60, 9, 120, 200], 0, 1, 2, 4);
        PaletteOrder good = new(Yard), shifted = new(Yard), plain = new(Yard);
        good.Read(_folder["good.png"], fromOne);
        shifted.Read(_folder["shifted.png"], fromOne);
        plain.Read(_folder["good.png"]);
        Assert.Null(good.Suspicion);
        Assert.Contains("1 has the colour of ground, but means sky", shifted.Suspicion, StringComparison.Ordinal);
        Assert.Contains("1 has the colour of sky, but means ground", plain.Suspicion, StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_that_share_a_colour_contradict_nothing()
    {
        ClassSet twins = new("twins", [Of(0, "a", 9), Of(1, "b", 9), Of(2, "c", 60)]);
        Write("a.png", [9, 9, 60], 0, 1, 2, 2);
        PaletteOrder order = new(twins);
        order.Read(_folder["a.png"]);
        Assert.Null(order.Suspicion);
    }

    private static SegmentationClass Of(int id, string name, byte grey) => new(id, name, (grey, grey, grey), ClassKind.Stuff);

    private void Write(string name, byte[] greys, params byte[] labels)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        LabelPng.Write(_folder[name], new LabelMap(labels.Length, 1, labels), new Palette([.. greys.Select(g => (g, g, g))]));
    }
}
