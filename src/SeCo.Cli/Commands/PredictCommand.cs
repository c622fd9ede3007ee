using System.CommandLine;
using System.Globalization;
using SeCo.Cli.Rendering;
using SeCo.Datasets;
using SeCo.Labels;
using SeCo.Models;
using SeCo.Prediction;
using SeCo.Torch;

namespace SeCo.Cli.Commands;

/// <summary><c>seco predict</c>: what a network answers on images.</summary>
internal static class PredictCommand
{
    private static Option<string?> Model { get; } = new("--model")
    {
        Description = "The network: espnet, deeplabv3plus-resnet101, segformer-b5, …; a wrong name lists all. Not needed for weights of seco adapt, which say it themselves.",
        HelpName = "NAME",
    };

    private static Option<string> Weights { get; } = new("--weights")
    {
        Description = "Its weights: the authors' .pth files or safetensors with their names; a file of seco adapt; or a run folder, for the best of its last round, else the last.",
        HelpName = "FILE|RUN",
        Required = true,
    };

    private static Option<bool> Teacher { get; } = new("--teacher") { Description = "Take the averaged network (ema_model) where the file holds a student and a teacher." };

    private static Option<string> Images { get; } = new("--images") { Description = "A folder: all images below it; or one image.", HelpName = "DIR|FILE", Required = true };

    private static Option<string?> Classes { get; } = new("--classes")
    {
        Description = "The class set to answer in: a name such as cityscapes19 or camvid11, or a YAML file. Without it, the one that weights of seco adapt were trained to answer in.",
        HelpName = "SET",
    };

    private static Option<string?> ModelClasses { get; } = new("--model-classes")
    {
        Description = "The class set that the weights were trained for; without it, that of the published weights.",
        HelpName = "SET",
    };

    private static Option<string?> ClassMap { get; } = new("--class-map")
    {
        Description = "Which classes of the model make up each wanted class, where neither their names nor the class set say it: a YAML file with lines such as Car: [car, truck, bus].",
        HelpName = "FILE",
    };

    private static Option<string> Out { get; } = new("--out", "-o")
    {
        Description = "Folder for labels/, confidence/ and probabilities/, named like the images. Stopped or killed, the same command goes on where it was.",
        HelpName = "DIR",
        Required = true,
    };

    private static Option<string?> InputSize { get; } = new("--input-size")
    {
        Description = "The size that images are brought to first, or own for theirs; without it, as the network's authors do.",
        HelpName = "WxH|own",
    };

    private static Option<string?> Window { get; } = new("--window")
    {
        Description = "Side of the windows through which the image is seen, or whole; without it, as the network's authors do. Answers are averaged where windows overlap.",
        HelpName = "PIXELS|whole",
    };

    private static Option<int?> Stride { get; } = new("--stride") { Description = "Pixels from one window to the next; without it, two thirds of --window.", HelpName = "PIXELS" };

    private static Option<bool> Flip { get; } = new("--flip") { Description = "Also look at the mirrored image, and average: a little better, twice as long." };

    private static Option<string> Scales { get; } = new("--scales")
    {
        Description = "Look at the image at several scales, and average, as in 0.75,1,1.25.",
        HelpName = "N,N…",
        DefaultValueFactory = _ => "1",
    };

    private static Option<string> Probabilities { get; } = new("--probabilities")
    {
        Description = "Also write the probability of every class, [K, H, W]: large, but class_balanced_ratio needs it. bytes is enough for thresholds.",
        HelpName = "none|bytes|half|full",
        DefaultValueFactory = _ => "none",
    };

    private static Option<string> Device { get; } = new("--device")
    {
        Description = "Where the network runs: cpu, cuda, cuda:1, or auto. A GPU that is asked for and missing is an error.",
        HelpName = "DEVICE",
        DefaultValueFactory = _ => "auto",
    };

    private static Option<int> Threads { get; } = new("--threads") { Description = "Processor threads; 0 is one for each core.", HelpName = "N" };

    public static Command Create()
    {
        Command command = new("predict", """
            Let a network answer images: labels (PNG with the class set's colours), 16-bit confidences and, where wanted, all probabilities.

            Images are prepared as the network's authors do. Where the model's classes are finer than the wanted ones, their probabilities are summed.
            The output can be measured as it is, and is what pseudo-labels are made from:

              seco predict --model espnet --weights espnet_p_2_q_8.pth --images camvid/images/val --classes camvid11 --out answers/val
              seco evaluate --predictions answers/val/labels --truth camvid/labels/val --classes camvid11
              seco predict --weights runs/first --images camvid/images/val --out answers/adapted
              seco run my.yaml --set dataset.predictions.labels=answers/val/labels --set dataset.predictions.confidence=answers/val/confidence --out runs/first
            """);
        foreach (Option option in (Option[])[
            Model, Weights, Images, Classes, Out, ModelClasses, ClassMap, Teacher, InputSize, Window, Stride, Flip, Scales, Probabilities, Device, Threads, CommonOptions.Json])
        {
            command.Add(option);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            ProgressDisplay progress = ProgressDisplay.On(parsed.InvocationConfiguration.Error, parsed.GetValue(CommonOptions.Quiet));
            try
            {
                await Run(parsed, progress, cancellationToken);
            }
            finally
            {
                progress.Clear();
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static async Task Run(ParseResult parsed, ProgressDisplay progress, CancellationToken cancellationToken)
    {
        PredictionOptions options = Options(parsed);
        ModelOptions named = new()
        {
            Network = parsed.GetValue(Model),
            Weights = parsed.GetRequiredValue(Weights),
            Classes = parsed.GetValue(ModelClasses),
            ClassMap = parsed.GetValue(ClassMap),
            Teacher = parsed.GetValue(Teacher),
        };
        if (named.Network is not null)
        {
            Usage(() => TrainedNetwork.Entry(named.Network), "--model");
        }

        ClassSet? classes = parsed.GetValue(Classes) is string set ? ClassSet.Resolve(set) : null;
        Device device = Usage(() => SeCo.Torch.Device.Parse(parsed.GetRequiredValue(Device)), "--device");
        IReadOnlyList<ImageEntry> images = ImageEntry.Find(parsed.GetRequiredValue(Images));
        int threads = parsed.GetValue(Threads);
        if (threads is < 0 or > 1024)
        {
            throw new UsageException($"--threads {threads}: expected 0 (all cores) to 1024.");
        }

        TorchRuntime.SetThreads(threads == 0 ? Environment.ProcessorCount : threads);
        using PredictingModel model = Usage(() => PredictingModel.Open(named, classes, device), "--weights");
        string output = parsed.GetRequiredValue(Out);
        Show(parsed, await model.Prediction(options).RunAsync(images, output, progress, cancellationToken), output, progress);
    }

    private static void Show(ParseResult parsed, PredictionSummary summary, string output, ProgressDisplay progress)
    {
        progress.Clear();
        if (parsed.GetValue(CommonOptions.Json))
        {
            parsed.InvocationConfiguration.Output.WriteLine($$"""{"images": {{summary.Images}}, "kept": {{summary.Kept}}}""");
        }
        else if (!parsed.GetValue(CommonOptions.Quiet))
        {
            string kept = summary.Kept > 0 ? $" ({summary.Kept} were finished before)" : string.Empty;
            parsed.InvocationConfiguration.Output.WriteLine($"{summary.Images} images{kept}: {output}");
        }
    }

    private static PredictionOptions Options(ParseResult parsed)
    {
        (int Width, int Height)? size = parsed.GetValue(InputSize) is string text ? SizeOf(text) : null;
        PredictionOptions options = new()
        {
            InputWidth = size?.Width,
            InputHeight = size?.Height,
            Window = parsed.GetValue(Window) is string window ? WindowOf(window) : null,
            WindowStride = parsed.GetValue(Stride),
            Flip = parsed.GetValue(Flip),
            Scales = ScalesOf(parsed.GetRequiredValue(Scales)),
            Probabilities = ProbabilitiesOf(parsed.GetRequiredValue(Probabilities)),
        };
        try
        {
            options.Validate();
            return options;
        }
        catch (ArgumentException fault)
        {
            throw new UsageException(fault.Message);
        }
    }

    private static (int Width, int Height) SizeOf(string text)
    {
        string[] sides = text.Split('x');
        return text == "own" ? (0, 0)
            : sides.Length == 2 && IsSide(sides[0], out int width) && IsSide(sides[1], out int height) ? (width, height)
            : throw new UsageException($"--input-size {text}: expected columns and rows, as in 1024x512, or own.");
    }

    private static int WindowOf(string text) =>
        text == "whole" ? 0 : IsSide(text, out int side) ? side : throw new UsageException($"--window {text}: expected a number of pixels, as in 769, or whole.");

    private static bool IsSide(string text, out int side) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out side) && side > 0;

    private static double[] ScalesOf(string text) =>
        [.. text.Split(',').Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double scale) ? scale
            : throw new UsageException($"--scales {text}: expected numbers, as in 0.75,1,1.25."))];

    private static ProbabilityOutput ProbabilitiesOf(string text) => text switch
    {
        "none" => ProbabilityOutput.None,
        "bytes" => ProbabilityOutput.Bytes,
        "half" => ProbabilityOutput.HalfPrecision,
        "full" => ProbabilityOutput.FullPrecision,
        _ => throw new UsageException($"--probabilities {text}: expected none, bytes, half or full."),
    };

    private static T Usage<T>(Func<T> read, string option)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException)
        {
            string message = fault is ArgumentException { ParamName: string name } ? fault.Message.Replace($" (Parameter '{name}')", string.Empty, StringComparison.Ordinal) : fault.Message;
            throw new UsageException($"{option}: {message}");
        }
    }
}
