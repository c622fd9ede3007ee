using Microsoft.Extensions.Logging.Abstractions;
using SeCo.Adaptation;
using SeCo.Adaptation.Loading;
using SeCo.Adaptation.Methods;
using SeCo.Adaptation.Training;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.Models;
using SeCo.Models.EspNet;
using SeCo.Prediction;
using SeCo.Storage;
using SeCo.Testing;
using SeCo.Torch;
using SeCo.Torch.Optim;

namespace SeCo.Tests.Adaptation.Training;

/// <summary>A training that is all there and takes moments: a shallow ESPNet learns to tell five colours apart.</summary>
internal sealed class TinyTraining : IDisposable
{
    private const int Side = 32;

    private readonly EspNet _student = new(Config, new RandomSource(3));
    private readonly EspNet? _teacher;
    private readonly Optimizer _optimizer;

    public TinyTraining(TempFolder images, bool hasTeacher = false, string fingerprint = "f", AdaptationOptions? options = null, Action<long,
        int>? onPart = null, double scale = 1)
    {
        Options = options ?? DefaultOptions;
        _teacher = hasTeacher ? new EspNet(Config, new RandomSource(3)) : null;
        _optimizer = OptimizerBuilder.Build(_student, Options.Optimizer);
        Student student = new(_student, [.. Enumerable.Range(0, Classes.Count)], Classes.Count);
        Teacher? mean = _teacher is null ? null : new Teacher(student, _teacher, 0.9);
        ClassMapping mapping = ClassMapping.Of(Classes, Classes, [.. Enumerable.Range(0, Classes.Count)]);
        Parts = new TrainingParts(
            Student: _student,
            Mean: mean,
            Step: new Watched(mean is null ? new Plain(_student, scale)
                : new MeanTeacherStep(student, mean, new MeanTeacherOptions { ConfidenceThreshold = 0.25 }, seed: 5), onPart),
            Batches: new Batches(hasTeacher),
            Optimizer: _optimizer,
            Mapping: mapping,
            Evaluation: new EpochEvaluation(Input(images), mapping, Options.Views),
            Network: SegmentationNetworks.Find("espnet"),
            Device: Device.Cpu,
            Fingerprint: fingerprint);
    }

    public static ClassSet Classes { get; } =
        new("colours", [.. ((string[])["red", "green", "blue", "yellow", "cyan"]).Select((name, i) =>
            new SegmentationClass(i, name, ((byte)i, 0, 0), ClassKind.Stuff))]);

    public static AdaptationOptions DefaultOptions { get; } = new()
    {
        Epochs = 3,
        BatchSize = 4,
        Accumulation = 2,
        CheckpointEvery = 3,
        Optimizer = new OptimizerOptions { LearningRate = 0.05, WarmupSteps = 2, HeadFactor = 2 },
        Selection = new SelectionOptions { Criterion = SelectionCriterion.PseudoLabels },
    };

    public TrainingParts Parts { get; }

    public AdaptationOptions Options { get; }

    private static EspNetConfig Config { get; } =
        EspNetConfig.Cityscapes with { Classes = Classes.Count, QuarterBlocks = 1, EighthBlocks = 1, InputSize = null };

    /// <summary>Three held-out images and two of validation, with labels, as files.</summary>
    public static AdaptationInput Input(TempFolder folder)
    {
        TrainingImage[] images = [.. Enumerable.Range(0, 5).Select(i => Write(folder, $"i{i}", i))];
        return new AdaptationInput { Labelled = images, Unlabelled = images, HeldOut = images[..3], Validation = images[3..] };
    }

    public TrainingHistory Run(TempFolder folder, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new TrainingLoop(Parts, Options, new AdaptationFiles(folder["out"]), NullLogger.Instance).Run(progress, cancellationToken);

    public void Dispose()
    {
        _student.Dispose();
        _teacher?.Dispose();
        _optimizer.Dispose();
    }

    /// <summary>Pixels of a picture in five colours with noise, and its labels.</summary>
    private static (byte[] Pixels, byte[] Labels) Draw(RandomSource random, int width, int height)
    {
        (byte[] pixels, byte[] labels) = (new byte[3 * width * height], new byte[width * height]);
        bool[][] mixtures = [[true, false, false], [false, true, false], [false, false, true], [true, true, false], [false, true, true]];
        (int left, int top) = (4 + random.NextInt(width - 8), 4 + random.NextInt(height - 8));
        for (int i = 0; i < labels.Length; i++)
        {
            (int x, int y) = (i % width, i / width);
            labels[i] = (byte)(x < 8 && y > height - 8 ? 4 : (x < left ? 0 : 1) + (y < top ? 0 : 2));
            for (int channel = 0; channel < 3; channel++)
            {
                pixels[(3 * i) + channel] = (byte)((mixtures[labels[i]][channel] ? 150 : 40) + random.NextInt(60));
            }
        }

        return (pixels, labels);
    }

    private static TrainingImage Write(TempFolder folder, string name, int seed)
    {
        const int Width = 40, Height = 24;
        (byte[] pixels, byte[] labels) = Draw(new RandomSource((ulong)seed + 100), Width, Height);
        RgbImage image = new(Width, Height);
        pixels.CopyTo(image.Pixels);
        RgbImageFile.Write(folder[name + ".png"], image);
        LabelPng.Write(folder[name + "-labels.png"], new LabelMap(Width, Height, labels));
        return new TrainingImage { Name = name, ImagePath = folder[name + ".png"], LabelPath = folder[name + "-labels.png"] };
    }

    private sealed class Batches(bool hasTarget) : IBatchSource
    {
        public int StepsPerEpoch => 4;

        public TrainingBatch Make(long step, int part, CancellationToken cancellationToken)
        {
            RandomSource random = new RandomSource(11).Fork($"{step}/{part}");
            return hasTarget ? new MeanTeacherBatch(Crops(random), Crops(random), Crops(random), new byte[2 * Side * Side])
                : new SelfTrainingBatch(Crops(random));
        }

        private static CropBatch Crops(RandomSource random)
        {
            CropBatch crops = new(2, Side);
            for (int n = 0; n < crops.Count; n++)
            {
                (byte[] pixels, byte[] labels) = Draw(random, Side, Side);
                labels.CopyTo(crops.Labels, n * labels.Length);
                for (int i = 0; i < pixels.Length; i++)
                {
                    // ESPNet's images have blue first.
                    crops.Pixels[(((3 * n) + 2 - (i % 3)) * labels.Length) + (i / 3)] = (pixels[i] - 80f) / 45 / 255;
                }
            }

            crops.Labels.AsSpan(0, 100).Fill(LabelMap.Ignore);
            return crops;
        }
    }

    /// <summary>Cross-entropy, scaled.</summary>
    private sealed class Plain(EspNet student, double scale) : ITrainingStep
    {
        public StepLosses Backward(TrainingBatch batch, long step, int part, double share)
        {
            using TensorScope scope = TensorScope.Open();
            Tensor logits = student.Forward(batch.Labelled.Images(Device.Cpu));
            Tensor loss = logits.CrossEntropy(batch.Labelled.Targets(Device.Cpu), ignoreIndex: LabelMap.Ignore) * scale;
            (loss * share).Backward();
            return new StepLosses(loss.Item(), loss.Item());
        }
    }

    /// <summary>Tells after each part of a step.</summary>
    private sealed class Watched(ITrainingStep inner, Action<long, int>? onPart) : ITrainingStep
    {
        public StepLosses Backward(TrainingBatch batch, long step, int part, double share)
        {
            StepLosses losses = inner.Backward(batch, step, part, share);
            onPart?.Invoke(step, part);
            return losses;
        }
    }
}
