using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Models;
using SeCo.Prediction;
using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Benchmarks;

/// <summary>What prediction with networks costs, with norms apart and folded into convolutions, image by image in alternating order.</summary>
/// <remarks><c>dotnet run -c Release --project benchmarks/SeCo.Benchmarks -- prediction FOLDER [IMAGES] [NETWORK …]</c>, where the folder holds images, as
/// CamVid's <c>images/val</c>. Random weights, one thread, and its processor time instead of the wall's, so that other work on the machine disturbs
/// little. Images are seen whole.</remarks>
internal static class PredictionSpeed
{
    private const int Classes = 11;

    private static readonly string[] Usual = ["espnet", "espnetv2-s2.0", "segformer-b0", "deeplabv3plus-mobilenetv2"];

    /// <summary>The ways that are compared; other engines are further rows.</summary>
    private static readonly (string Name, Func<SegmentationNetwork, Tensor, Tensor> Answer)[] Ways =
    [
        ("norms apart", (network, images) => network.Forward(images)),
        ("norms folded", (network, images) =>
        {
            using NormFolding folding = NormFolding.Open();
            return network.Forward(images);
        }),
    ];

    /// <summary>Measures and prints a Markdown table.</summary>
    public static int Run(string[] args)
    {
        if (args.Length == 0 || !Directory.Exists(args[0]) || (args.Length > 1 && !int.TryParse(args[1], out _)))
        {
            Console.Error.WriteLine("prediction FOLDER [IMAGES] [NETWORK ...]: expected a folder of images, how many to take (20), and names of networks.");
            return 2;
        }

        RgbImage[] images =
        [
            .. Directory.GetFiles(args[0]).Order(StringComparer.Ordinal).Take(args.Length > 1 ? int.Parse(args[1]) : 20).Select(RgbImageFile.Read),
        ];
        TorchRuntime.SetThreads(1);
        Console.WriteLine($"{images.Length} images of {images[0].Width} x {images[0].Height}, one thread, seconds of processor time "
            + $"({(TorchRuntime.WhyNoOneDnn.Length == 0 ? "with" : "without")} oneDNN)");
        Console.WriteLine();
        Console.WriteLine($"| network | input | {string.Join(" | ", Ways.Select(w => w.Name))} | share |");
        Console.WriteLine($"| --- | --- | {string.Concat(Ways.Select(_ => "---: | "))}---: |");
        foreach (string name in args.Length > 2 ? args[2..] : Usual)
        {
            (Size2d size, double[] seconds) = Measure(SegmentationNetworks.Find(name), images);
            Console.WriteLine(
                $"| `{name}` | {size.Width} x {size.Height} | {string.Join(" | ", seconds.Select(s => $"{s:F2}"))} | {seconds[^1] / seconds[0]:P0} |");
        }

        return 0;
    }

    private static (Size2d Size, double[] Seconds) Measure(SegmentationNetworkEntry entry, RgbImage[] images)
    {
        using TensorScope scope = TensorScope.Open();
        using GradMode mode = GradMode.Disable();
        using SegmentationNetwork network = entry.Create(Classes, new RandomSource(1));
        network.Eval();
        double[] seconds = new double[Ways.Length];
        Size2d size = default;
        for (int i = -1; i < images.Length; i++) // the first one warms up
        {
            using TensorScope one = TensorScope.Open();
            RgbImage image = images[Math.Max(i, 0)];
            Tensor input = network.Padded(
                InputImage.Make(image, InputImage.SizeOf(image, new PredictionOptions(), entry.Preprocessing), entry.Preprocessing));
            size = input.ImageSize;
            foreach (int way in Enumerable.Range(0, Ways.Length).OrderBy(w => i % 2 == 0 ? w : -w))
            {
                TimeSpan start = Environment.CpuUsage.TotalTime;
                Ways[way].Answer(network, input).Dispose();
                seconds[way] += i < 0 ? 0 : (Environment.CpuUsage.TotalTime - start).TotalSeconds;
            }
        }

        return (size, seconds);
    }
}
