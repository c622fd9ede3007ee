namespace SeCo.RunFiles;

/// <summary>Every kind of JSON file that SeCo writes into a run folder or for other programs of its own, a line each.</summary>
public static class RunFileKinds
{
    /// <summary>What went into a run.</summary>
    public static ObjectFile<ManifestRecord> Manifest { get; } = new(
        "manifest", 1, "manifest.json of a run folder: versions, seed, device, and the hash of every input file.", RunFileJson.Default.ManifestRecord);

    /// <summary>The thresholds of pixel labels.</summary>
    public static ObjectFile<ThresholdsRecord> Thresholds { get; } = new(
        "thresholds", 1, "pixel-labels/thresholds.json of a run folder: the confidence from which on each class keeps its label.",
        RunFileJson.Default.ThresholdsRecord);

    /// <summary>The losses of the region classifiers.</summary>
    public static ObjectFile<ClassifierTrainingRecord> ClassifierTraining { get; } = new(
        "classifier-training", 1, "correction/training.json of a run folder: the losses of the region classifiers.",
        RunFileJson.Default.ClassifierTrainingRecord);

    /// <summary>How wrong regions were told from right ones.</summary>
    public static ObjectFile<NoiseModelRecord> NoiseModel { get; } = new(
        "noise-model", 1, "correction/noise-model.json of a run folder: the noise rule, its mixtures, limits and histograms.",
        RunFileJson.Default.NoiseModelRecord);

    /// <summary>Which images an adaptation learns from, and how.</summary>
    public static ObjectFile<SplitRecord> Split { get; } = new(
        "split", 1, "split.json of a run folder: which images are labelled, unlabelled or held out, with their measures.", RunFileJson.Default.SplitRecord);

    /// <summary>The results of all epochs of an adaptation.</summary>
    public static ObjectFile<TrainingHistoryRecord> TrainingHistory { get; } = new(
        "training-history", 1, "adaptation/history.json of a run folder: the results of all epochs, and the loss.", RunFileJson.Default.TrainingHistoryRecord);

    /// <summary>What came of an adaptation.</summary>
    public static ObjectFile<AdaptationSummaryRecord> AdaptationSummary { get; } = new(
        "adaptation-summary", 1, "adaptation/summary.json of a run folder: what came of the training.", RunFileJson.Default.AdaptationSummaryRecord);

    /// <summary>Which settings a stage's files belong to.</summary>
    public static ObjectFile<StageRecord> Stage { get; } = new(
        "stage", 1, "stage.json of every stage's folder: which settings its files belong to, and whether it has finished.", RunFileJson.Default.StageRecord);

    /// <summary>How far a shard has come.</summary>
    public static ObjectFile<ShardRecord> Shard { get; } = new(
        "shard", 1, ".cache/shards/FOLDER/PART.I-of-N.json of a run folder: how far a shard or a merge has come.", RunFileJson.Default.ShardRecord);

    internal static ListFile<RegionRecord> Regions { get; } = new(
        "regions", "region", "NAME.json of each image of a run folder: its regions, as aggregation found them and as correction judged them.",
        RegionListJson.Plain.RegionRecord, RegionListJson.Plain.IReadOnlyListRegionRecord);

    internal static ListFile<ReviewRecord> Reviews { get; } = new(
        "reviews", "review", "NAME.json in a folder of reviews: what people said about regions and pixels of an image.",
        RegionListJson.Plain.ReviewRecord, RegionListJson.Plain.IReadOnlyListReviewRecord);

    internal static ObjectFile<QuestionsRecord> Questions { get; } = new(
        "questions", 2, "NAME.questions.json beside what `seco labels export` gave out: the regions as they were shown.",
        RegionListJson.Plain.QuestionsRecord);

    internal static LinesFile<AnswersRecord, AnswerRecord> Answers { get; } = new(
        "answers", "review/answers/NAME.jsonl of a run folder: what people did in `seco review`, a line each, after one with the format and the class set.",
        RegionListJson.Plain.AnswersRecord, RegionListJson.Plain.AnswerRecord);

    internal static ListFile<MaskFileRecord> Masks { get; } = new(
        "masks", "record", "NAME.json of `seco sam generate`, and of the folder aggregation.mask_files.folder: the masks of an image.",
        MaskJson.Plain.MaskFileRecord, MaskJson.Plain.IReadOnlyListMaskFileRecord);

    internal static PlainFile<MaskSetRecord> MaskSet { get; } = new(
        "mask-set", "NAME.json of `seco sam generate --format sa1b`, and the kept answers of a segmenter: an image and its masks.",
        MaskJson.Plain.MaskSetRecord);

    internal static PlainFile<SamAnswersRecord> SamAnswers { get; } = new(
        "sam-answers", "predict.json of `seco sam predict`: prompts about an image and their masks.", MaskJson.Plain.SamAnswersRecord);

    /// <summary>What was measured.</summary>
    public static ObjectFile<EvaluationRecord> Evaluation { get; } = new(
        "evaluation", 1, "evaluation.json of a run folder, and what `seco evaluate --json` writes: measures against ground truth.",
        RunFileJson.Default.EvaluationRecord);

    /// <summary>What a demonstration has shown.</summary>
    public static ObjectFile<DemoRecord> Demo { get; } =
        new("demo", 1, "What `seco demo --json` writes: the table of models.", RunFileJson.Default.DemoRecord);

    /// <summary>What a comparison of runs has found.</summary>
    public static ObjectFile<ComparisonRecord> Comparison { get; } = new(
        "comparison", 1, "What `seco compare --json` prints: how runs differ, and which to trust.", RunFileJson.Default.ComparisonRecord);

    /// <summary>What a run will take.</summary>
    public static ObjectFile<PlanRecord> Plan { get; } =
        new("plan", 1, "What `seco plan --json` prints: time, memory and disk that a run will take.", RunFileJson.Default.PlanRecord);

    /// <summary>All kinds, in the order in which a run writes them.</summary>
    public static IReadOnlyList<RunFile> All { get; } =
    [
        Manifest, Thresholds, ClassifierTraining, NoiseModel, Split, TrainingHistory, AdaptationSummary, Regions, Reviews, Questions, Answers, Masks,
        MaskSet, SamAnswers, Stage, Shard, Evaluation, Demo, Comparison, Plan,
    ];
}
