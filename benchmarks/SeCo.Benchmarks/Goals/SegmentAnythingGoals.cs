using System.Diagnostics;
using SeCo.Imaging;
using SeCo.Models.Sam;
using SeCo.SegmentAnything;
using SeCo.Torch;

namespace SeCo.Benchmarks.Goals;

/// <summary>Segment Anything with ViT-B at full size: setting an image, answering a prompt, all masks of a grid of 32 x 32 points.</summary>
/// <remarks>Weights are random (<c>seco sam init</c>): they change no time but that of masks that thresholds drop, so both ends are measured,
/// all kept and all dropped.</remarks>
internal static class SegmentAnythingGoals
{
    private const int PointsPerSide = 32, Batch = 64, Share = 60, Memory = 2000;

    /// <summary>Measures all.</summary>
    public static IEnumerable<GoalRow> Measure()
    {
        string weights = Path.Combine(Directory.CreateTempSubdirectory("seco-goals-").FullName, "vit_b.safetensors");
        try
        {
            SamCheckpoint.WriteRandom(weights, SamConfig.VitB, 1);
            using SamModel model = SamCheckpoint.Load(weights);
            double parameters = model.CountParameters() * sizeof(float) / 1e6;
            foreach (GoalRow row in Times(model))
            {
                yield return row;
            }

            double above = Peak() - parameters;
            yield return new GoalRow(
                $"peak working set above the weights ({parameters:F0} MB) until here, runtime and libtorch included",
                $"{above:F0} MB",
                $"{Memory} MB",
                above < Memory);
            foreach (GoalRow row in Noise(model))
            {
                yield return row;
            }

            yield return new GoalRow("peak working set above the weights with these masks", $"{Peak() - parameters:F0} MB");
            model.SetPrecision(DType.BFloat16);
            SamPredictor predictor = new(model);
            RgbImage image = Photo(480, 360);
            double seconds = Clock.Median(2, () => predictor.Open(image).Dispose()) / 1000;
            yield return new GoalRow(
                $"set image, bfloat16 ({(TorchRuntime.HasFastBFloat16 ? "the processor has a unit for it" : "the processor has no unit for it")})",
                $"{seconds:F2} s");
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(weights)!, recursive: true);
        }
    }

    private static IEnumerable<GoalRow> Times(SamModel model)
    {
        SamPredictor predictor = new(model);
        double encoder = EncoderOperations(model.Config), decoder = DecoderOperations(model.Config);
        double yardstick = Yardstick.Linear();
        yield return new GoalRow("yardstick: linear layer, 4096 x 768 to 3072", $"{yardstick:F0} GFLOP/s");
        foreach ((int width, int height) in ((int, int)[])[(480, 360), (2048, 1024)])
        {
            RgbImage image = Photo(width, height);
            string size = $"{width} x {height}";
            double seconds = Clock.Median(3, () => predictor.Open(image).Dispose()) / 1000, share = 100 * encoder / seconds / yardstick;
            yield return new GoalRow(
                $"set image, {size}: {encoder:F0} GFLOP",
                $"{seconds:F2} s, {encoder / seconds:F0} GFLOP/s, {share:F0} % of the yardstick",
                $"{Share} %",
                share >= Share);
            using SamImage seen = predictor.Open(image);
            SamPrompt prompt = new()
            {
                Box = new ImageBox(75, 40, 270, 220),
                Points = [new ImagePoint(150, 120), new ImagePoint(90, 60)],
                Labels = [PointLabel.Inside, PointLabel.Outside],
            };
            double answer = Clock.Median(9, () => seen.Predict(prompt));
            yield return new GoalRow($"one prompt, box and 2 points, {size}: {decoder:F1} GFLOP", $"{answer:F0} ms, {decoder / answer * 1000:F0} GFLOP/s");
            yield return All(model, seen, size, "all masks dropped by their predicted IoU", 100);
        }

        double decoding = DecodeAll(model);
        yield return new GoalRow(
            $"of it the decoder, {PointsPerSide * PointsPerSide} points, all masks",
            $"{decoding:F1} s, {decoder * PointsPerSide * PointsPerSide / decoding:F0} GFLOP/s of what the official code computes");
    }

    /// <summary>The same with every mask kept. Masks of random weights are noise: tens of thousands of runs each.</summary>
    private static IEnumerable<GoalRow> Noise(SamModel model)
    {
        foreach ((int width, int height) in ((int, int)[])[(480, 360), (2048, 1024)])
        {
            using SamImage seen = new SamPredictor(model).Open(Photo(width, height));
            yield return All(model, seen, $"{width} x {height}", "all 3072 masks kept", 0);
        }
    }

    private static GoalRow All(SamModel model, SamImage seen, string size, string what, double limit)
    {
        int masks = 0;
        AutomaticMaskOptions options = new() { PointsPerSide = PointsPerSide, PredIouThresh = limit, StabilityScoreThresh = 0, BoxNmsThresh = 1 };
        double seconds = Clock.Once(() => masks = new AutomaticMaskGenerator(model, options).Generate(seen).Count) / 1000;
        return new GoalRow($"{PointsPerSide} x {PointsPerSide} points on the set image, {size}, {what}", $"{seconds:F1} s, {masks} masks");
    }

    private static double Peak()
    {
        using Process self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64 / 1e6;
    }

    /// <summary>Decodes the points in batches, with nothing after it; seconds.</summary>
    private static double DecodeAll(SamModel model)
    {
        using TensorScope scope = TensorScope.Open();
        RandomSource random = new(1);
        SamFeatures embedding = new(Tensor.Gaussian(random, [1, model.Config.Channels, model.Config.GridSize, model.Config.GridSize]));
        return Clock.Once(() =>
        {
            for (int first = 0; first < PointsPerSide * PointsPerSide; first += Batch)
            {
                using TensorScope batch = TensorScope.Open();
                SamPrompts prompts =
                    new() { PointCoordinates = Tensor.Uniform(random, [Batch, 1, 2], 0, model.Config.ImageSize), PointLabels = Tensor.Ones([Batch, 1]) };
                model.Decode(embedding, prompts).Dispose();
            }
        }) / 1000;
    }

    /// <summary>Operations of the vision transformer, two for each multiplication, without norms and activations; 10⁹.</summary>
    private static double EncoderOperations(SamConfig config)
    {
        VitConfig vit = config.Vit!;
        double tokens = (double)config.GridSize * config.GridSize, width = vit.Width;
        double linear = tokens * width * ((4 * width) + (2 * vit.MlpWidth));
        double sum = tokens * width * ((3 * config.PatchSize * config.PatchSize) + config.Channels) + (tokens * 9 * config.Channels * config.Channels);
        for (int block = 0; block < vit.Depth; block++)
        {
            double side = vit.WindowOf(block) is var window and > 0 ? window : config.GridSize, windows = Math.Pow(Math.Ceiling(config.GridSize / side), 2);
            sum += linear + (windows * side * side * width * ((2 * side * side) + (2 * side)));
        }

        return 2 * sum / 1e9;
    }

    /// <summary>Operations on the image's tokens for one prompt, as the official decoder does them; 10⁹.</summary>
    private static double DecoderOperations(SamConfig config)
    {
        double tokens = (double)config.GridSize * config.GridSize, channels = config.Channels, inner = channels / config.Decoder.AttentionDownsampling;
        double projections = (4 * config.Decoder.Depth) + 2; // each layer: keys, values, queries and the way back; at the end: keys and values
        double upscaling = (channels * channels) + (4 * channels / 4 * channels / 2) + (16 * channels / 8 * config.Decoder.MultimaskOutputs);
        return 2 * tokens * ((projections * channels * inner) + upscaling) / 1e9;
    }

    /// <summary>A picture with edges and texture.</summary>
    private static RgbImage Photo(int width, int height)
    {
        byte[] pixels = new byte[3 * width * height];
        for (int i = 0; i < pixels.Length; i++)
        {
            int x = i / 3 % width, y = i / 3 / width;
            pixels[i] = (byte)((x / 40 * 60) + (y / 30 * 35) + (x * y % 17) + (i % 3 * 20));
        }

        return new RgbImage(width, height, pixels);
    }
}
