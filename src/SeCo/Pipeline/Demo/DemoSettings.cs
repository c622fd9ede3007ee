using SeCo.Adaptation;
using SeCo.Aggregation;
using SeCo.Aggregation.Segmenters.BuiltIn;
using SeCo.Correction;
using SeCo.Correction.Noise;
using SeCo.DrawnScenes;
using SeCo.Prediction;

namespace SeCo.Pipeline.Demo;

/// <summary>The settings of the demonstration's runs, as <c>seco run</c> would read them from files.</summary>
/// <param name="options">What is demonstrated.</param>
/// <param name="domains">The data.</param>
/// <param name="sourceModel">The run folder of the source model.</param>
public sealed class DemoSettings(DemoOptions options, DrawnDomains domains, string sourceModel)
{
    /// <summary>Trainings on the target: the whole method and the three simpler ways.</summary>
    private const int Trainings = 4;

    private const string Network = "unet-small";

    private int Cores => options.Threads > 0 ? options.Threads : Environment.ProcessorCount;

    private bool IsFromScratch => options.Setting == AdaptationSetting.BlackBox;

    /// <summary>
    /// How many trainings on the target run side by side, one more than there are cores, so that none idles while the last is still at work.
    /// </summary>
    /// <remarks>On a network as small, two trainings with a thread each get through 1.5 times as many crops as one with two threads.</remarks>
    internal int SideBySide => Cores == 1 ? 1 : Math.Min(Cores + 1, Trainings);

    /// <summary>Threads of each of them.</summary>
    internal int ThreadsEach => Math.Max(Cores / SideBySide, 1);

    /// <summary>Steps of each training on the target.</summary>
    internal int Steps => options.TargetSteps > 0 ? options.TargetSteps : IsFromScratch ? 300 : 40;

    // True labels of the source hold a student that would run after the errors of the target's: it may learn faster than one that has these alone.
    private double Rate => options.Setting switch { AdaptationSetting.BlackBox => 0.008, AdaptationSetting.Uda => 0.001, _ => 0.0003 };

    // A network of few channels that learns from nothing has none to spare: without lost channels it learns more, and in less time.
    private double FeatureWeight => IsFromScratch ? 0 : new UniMatchOptions().FeatureWeight;

    /// <summary>The source model: a small network, trained with the labels of the source.</summary>
    public RunOptions Source() => Common with
    {
        Dataset = domains.Source,
        Adaptation = Training(options.SourceSteps) with
        {
            Setting = AdaptationSetting.Supervised,
            Network = Network,
            BatchSize = 8,
            Average = 0.98,
            Optimizer = Optimizer(0.004),
            ClassBalance = new ClassBalanceOptions { Exponent = 0.3 },
        },
    };

    /// <summary>The whole method of the setting.</summary>
    public RunOptions Whole() => Common with
    {
        Dataset = domains.Target,
        Source = options.Setting == AdaptationSetting.Uda ? domains.Source : null,
        Model = new ModelOptions { Weights = sourceModel },
        Aggregation = new AggregationOptions { Things = ThingSource.Pixels, MinimumThingPixels = 1,
            BuiltIn = new BuiltInSegmenterOptions { MaskCount = 200 } },
        Correction = new CorrectionOptions
        {
            Regions = RegionUnit.Masks,
            MinimumRegionPixels = 4, // persons and signs are as small: no label in them would outlive a higher limit
            Backbone = Backbone.Descriptors,
            Folds = 4,
            ClassBalance = 1,
            AreaExponent = 1,
            TrustExponent = 4,
            Frozen = new FrozenFeatureOptions { HiddenUnits = 64, Epochs = 6 },
            Noise = new NoiseOptions { Rule = NoiseRule.ClassBalanced, Combination = NoiseCombination.Sum, ConfidenceWeight = 0.5, NoiseThreshold = 0.5,
                PriorStrength = 10 },
        },
        Adaptation = Training(Steps) with
        {
            Setting = options.Setting,
            Network = IsFromScratch ? Network : null,
            BatchSize = 4,
            Average = 0.9,
            Optimizer = Optimizer(Rate),
            ClassBalance = new ClassBalanceOptions { Exponent = 0.3, CoverageExponent = 1 },
            Split = new SplitOptions { Rule = SplitRule.All, UnlabelledFromAll = true },
            UniMatch = new UniMatchOptions { HardThreshold = 0, ConfidenceThreshold = 0.8, FeatureWeight = FeatureWeight },
            MeanTeacher = new MeanTeacherOptions { Decay = 0.95 },
        },
    };

    /// <summary>
    /// The same with plain self-training on the labels of a stage: as many steps, optimiser, views and class weights; all 8 crops of a step are labelled.
    /// </summary>
    /// <param name="labels">The stage. Pixel labels are those that PSA starts from: the surest half of each class.</param>
    public RunOptions Plain(TargetLabels labels)
    {
        RunOptions whole = Whole();
        return whole with
        {
            Source = null,
            Adaptation = whole.Adaptation! with
            {
                Setting = IsFromScratch ? AdaptationSetting.BlackBox : AdaptationSetting.SourceFree,
                Method = AdaptationMethod.SelfTraining,
                Labels = labels,
                BatchSize = 8,
            },
        };
    }

    private RunOptions Common => new() { Seed = options.Data.Seed, Device = "cpu", Threads = options.Threads, Validation = domains.Validation };

    private AdaptationOptions Training(int steps) => new()
    {
        Epochs = 1,
        StepsPerEpoch = steps,
        Workers = 1,
        CheckpointEvery = 50,
        UniMatch = new UniMatchOptions { HardThreshold = 0 },
        Views = new ViewOptions { CropWidth = Multiple(options.Data.Width), CropHeight = Multiple(options.Data.Height), MinimumScale = 0.8,
            MaximumScale = 1.5, JitterStrength = 0.3, JitterHue = 0.05 },
    };

    private static OptimizerOptions Optimizer(double rate) => new() { Kind = OptimizerKind.AdamW, LearningRate = rate, WarmupSteps = 10 };

    // Crops are as large as images, in whole cells of the network's coarsest map.
    private static int Multiple(int size) => Math.Max(size / 8 * 8, 32);
}
