using SeCo.Aggregation;
using SeCo.Aggregation.Steps;
using SeCo.Aggregation.Segmenters;
using SeCo.Aggregation.Segmenters.BuiltIn;
using SeCo.Evaluation;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Imaging.Components;
using SeCo.Imaging.Rle;
using SeCo.Labels;

namespace SeCo.Benchmarks;

/// <summary>
/// Measures the built-in segmenter against the ground truth of the CamVid task: all masks of an image, alone and under PSA's stuff step, and
/// box prompts from true boxes, tight, enlarged and shifted.
/// </summary>
/// <remarks>
/// <c>dotnet run -c Release --project benchmarks/SeCo.Benchmarks -- segmenter-quality --root FOLDER --split val [--every 6]</c>, where
/// FOLDER holds <c>images</c>, <c>labels</c> and <c>espnet_cityscapes/top50</c>, each with one folder a split. Times are processor time on one core.
/// </remarks>
internal sealed class SegmenterQuality
{
    private const int MinimumThing = 50;

    private static readonly ClassSet Classes = ClassSet.Named("camvid11");

    private readonly List<Sample> _samples = [];

    private SegmenterQuality(string root, string split, int every)
    {
        string[] files = Directory.GetFiles(Path.Combine(root, "labels", split), "*.png");
        string[] names = [.. files.Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal)];
        for (int i = 0; i < names.Length; i += every)
        {
            _samples.Add(new Sample(
                RgbImageFile.Read(Path.Combine(root, "images", split, names[i] + ".webp")),
                LabelPng.Read(Path.Combine(root, "labels", split, names[i] + ".png")),
                LabelPng.Read(Path.Combine(root, "espnet_cityscapes", "top50", split, names[i] + ".png"))));
        }
    }

    /// <summary>Runs all measurements and prints them as Markdown tables.</summary>
    public static int Run(string[] args)
    {
        string? root = Value(args, "--root");
        if (root is null)
        {
            Console.Error.WriteLine("segmenter-quality --root FOLDER [--split val] [--every 1]");
            return 2;
        }

        string split = Value(args, "--split") ?? "val";
        SegmenterQuality quality = new(root, split, int.Parse(Value(args, "--every") ?? "1"));
        Console.WriteLine($"{quality._samples.Count} images of {split}");
        quality.MeasureMasks();
        quality.MeasureBoxes();
        return 0;
    }

    private static string? Value(string[] args, string name) => Array.IndexOf(args, name) is int i and >= 0 && i + 1 < args.Length ? args[i + 1] : null;

    private void MeasureMasks()
    {
        Console.WriteLine();
        Console.WriteLine(
            "Masks named by the majority of their true pixels (oracle), and by PSA's stuff step from top50, with top50's thing pixels painted over.");
        Console.WriteLine();
        Console.WriteLine("| masks of | per image | ms | oracle accuracy | oracle mIoU | coverage | accuracy | mIoU covered | mIoU strict |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        Row("pixel labels alone", null);
        Row("superpixels, scale 12, at least 20", PlainSuperpixels(12, 20));
        Row("superpixels, scale 24, at least 20", PlainSuperpixels(24, 20));
        Row("superpixels, scale 60, at least 40", PlainSuperpixels(60, 40));
        foreach (int count in (int[])[100, 150, 250, 400, 600, 1000])
        {
            BuiltInSegmenter segmenter = new(new BuiltInSegmenterOptions { MaskCount = count });
            Row($"built-in, {count} masks", image =>
            {
                using ISegmentedImage opened = segmenter.Open(image);
                return [.. opened.GenerateMasks().Select(m => m.Mask)];
            });
        }
    }

    /// <summary>Graph-based superpixels as masks: the usual stand-in where there is no segmenter. A scale of 12 here is about 50 on 8-bit RGB.</summary>
    private static Func<RgbImage, RunLengthMask[]> PlainSuperpixels(float scale, int minimum) => image =>
    {
        int[] numbers = Superpixels.Grow(LabImage.FromRgb(image).Smooth(0.8f), scale, minimum, out int count);
        ColumnRunEncoder encoder = new(image.Width, image.Height, count);
        int[] column = new int[image.Height];
        for (int x = 0; x < image.Width; x++)
        {
            for (int y = 0; y < image.Height; y++)
            {
                column[y] = numbers[(y * image.Width) + x] + 1;
            }

            encoder.Add(column);
        }

        return encoder.ToMasks();
    };

    private void Row(string name, Func<RgbImage, RunLengthMask[]>? segment)
    {
        ConfusionMatrix oracle = new(Classes.Count), aligned = new(Classes.Count);
        long masks = 0;
        TimeSpan spent = default;
        foreach (Sample sample in _samples)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            RunLengthMask[] shapes = segment?.Invoke(sample.Image) ?? [];
            spent += Environment.CpuUsage.TotalTime - before;
            masks += shapes.Length;
            oracle.Add(sample.Truth, Paint(sample.Truth, shapes, [.. Enumerable.Range(0, Classes.Count)], 0, sample.Truth.Width));
            LabelMap stuff = segment is null ? sample.PixelLabels.Clone() : Paint(sample.PixelLabels, shapes, Classes.Stuff, 0.2, sample.Truth.Width);
            for (int i = 0; i < stuff.Pixels.Length; i++)
            {
                byte label = sample.PixelLabels.Pixels[i];
                stuff.Pixels[i] = Classes.Things.Contains(label) ? label : stuff.Pixels[i];
            }

            aligned.Add(sample.Truth, stuff);
        }

        SegmentationScores best = SegmentationScores.From(oracle, Classes), psa = SegmentationScores.From(aligned, Classes);
        double each = _samples.Count;
        Console.WriteLine(
            $"| {name} | {masks / each:F0} | {spent.TotalMilliseconds / each:F0} | {100 * best.Accuracy:F2} | {100 * best.Miou:F2} "
            + $"| {psa.Coverage:F3} | {100 * psa.Accuracy:F2} | {100 * psa.Miou:F2} | {100 * psa.MiouStrict:F2} |");
    }

    private static LabelMap Paint(LabelMap labels, RunLengthMask[] masks, IReadOnlyList<int> candidates, double threshold, int width)
    {
        LabelMap painted = new(labels.Width, labels.Height);
        byte[] columns = ColumnMajor.Transpose(labels.Pixels, labels.Width, labels.Height);
        foreach (StuffAssignment assignment in StuffAlignment.Assign(columns, masks, candidates, threshold))
        {
            foreach ((int x, int y, int length) in masks[assignment.Mask].Columns())
            {
                for (int row = y; row < y + length; row++)
                {
                    painted.Pixels[(row * width) + x] = (byte)assignment.ClassId;
                }
            }
        }

        return painted;
    }

    private void MeasureBoxes()
    {
        int[] things = [.. Classes.Things];
        Console.WriteLine();
        Console.WriteLine($"True components with at least {MinimumThing} pixels, prompted by their boxes: mean IoU.");
        Console.WriteLine();
        Console.WriteLine($"| prompt | count | filled box | built-in | ms each | {string.Join(" | ", things.Select(c => Classes.Classes[c].Name))} |");
        Console.WriteLine($"| --- | --- | --- | --- | --- | {string.Join(" | ", things.Select(_ => "---"))} |");
        PromptRow("tight box", 1, things, (box, _) => new SegmentPrompt(box, []));
        PromptRow("tight box, centre point", 1, things, (box, _) => new SegmentPrompt(box, [Centre(box)]));
        PromptRow("tight box, with fences", 1, [.. things, 7], (box, _) => new SegmentPrompt(box, []));
        PromptRow("sides moved by up to 10 %", 1, things, (box, i) => new SegmentPrompt(Jitter(box, i), []));
        PromptRow("1.25 times, told", 1.25, things, (box, _) => new SegmentPrompt(Scale(box, 1.25), [Centre(box)]));
        PromptRow("1.5 times, told", 1.5, things, (box, _) => new SegmentPrompt(Scale(box, 1.5), [Centre(box)]));
        PromptRow("1.5 times, told 1.25", 1.25, things, (box, _) => new SegmentPrompt(Scale(box, 1.5), [Centre(box)]));
        PromptRow("1.5 times, not told", 1, things, (box, _) => new SegmentPrompt(Scale(box, 1.5), [Centre(box)]));
    }

    private void PromptRow(string name, double boxScale, int[] classes, Func<Box, int, SegmentPrompt> ask)
    {
        using BuiltInSegmenter segmenter = new(new BuiltInSegmenterOptions { BoxScale = boxScale });
        List<(int Class, double Filled, double Mask)> scores = [];
        TimeSpan spent = default;
        foreach (Sample sample in _samples)
        {
            ComponentMap components = ConnectedComponents.Label(sample.Truth);
            IReadOnlyList<Component> all = components.Components;
            int[] chosen = [.. Enumerable.Range(0, all.Count).Where(c => all[c].Area >= MinimumThing && classes.Contains(all[c].Label))];
            SegmentPrompt[] prompts = [.. chosen.Select((c, i) => ask(all[c].Bounds, scores.Count + i))];
            using ISegmentedImage image = segmenter.Open(sample.Image);
            TimeSpan before = Environment.CpuUsage.TotalTime;
            IReadOnlyList<SegmentMask> masks = image.Predict(prompts);
            spent += Environment.CpuUsage.TotalTime - before;
            for (int i = 0; i < chosen.Length; i++)
            {
                Component thing = all[chosen[i]];
                Box box = prompts[i].Box!.Value.Clip(components.Width, components.Height);
                scores.Add((
                    thing.Label,
                    IoU(box.Area, thing.Area, Overlap(box, components, chosen[i])),
                    IoU(masks[i].Mask.Area, thing.Area, Overlap(masks[i].Mask, components, chosen[i]))));
            }
        }

        IEnumerable<string> perClass = Classes.Things
            .Select(c => scores.Where(s => s.Class == c).Select(s => s.Mask).DefaultIfEmpty(double.NaN).Average().ToString("F3"));
        Console.WriteLine(
            $"| {name} | {scores.Count} | {scores.Average(s => s.Filled):F3} | {scores.Average(s => s.Mask):F3} "
            + $"| {spent.TotalMilliseconds / scores.Count:F1} | {string.Join(" | ", perClass)} |");
    }

    private static ImagePoint Centre(Box box) => new((box.X0 + box.X1 - 1) / 2.0, (box.Y0 + box.Y1 - 1) / 2.0);

    private static Box Scale(Box box, double scale)
    {
        double x = (box.X0 + box.X1) / 2.0, y = (box.Y0 + box.Y1) / 2.0, w = box.Width * scale / 2, h = box.Height * scale / 2;
        return new Box((int)Math.Floor(x - w), (int)Math.Floor(y - h), (int)Math.Ceiling(x + w), (int)Math.Ceiling(y + h));
    }

    /// <summary>Moves each side in or out by up to a tenth of the box, by the number of the prompt.</summary>
    private static Box Jitter(Box box, int number)
    {
        Random random = new(number);
        return new Box(Move(box.X0, box.Width), Move(box.Y0, box.Height), Move(box.X1, box.Width), Move(box.Y1, box.Height));

        int Move(int side, int size) => side + (int)Math.Round(((random.NextDouble() * 2) - 1) * 0.1 * size);
    }

    private static double IoU(long a, long b, long both) => both / (double)(a + b - both);

    private static long Overlap(RunLengthMask mask, ComponentMap components, int index)
    {
        long both = 0;
        foreach ((int x, int y, int length) in mask.Columns())
        {
            for (int row = y; row < y + length; row++)
            {
                both += components.Row(row)[x] == index + 1 ? 1 : 0;
            }
        }

        return both;
    }

    private static long Overlap(Box box, ComponentMap components, int index)
    {
        long both = 0;
        for (int y = box.Y0; y < box.Y1; y++)
        {
            both += components.Row(y)[box.X0..box.X1].Count(index + 1);
        }

        return both;
    }

    private sealed record Sample(RgbImage Image, LabelMap Truth, LabelMap PixelLabels);
}
