namespace SeCo.RunFiles;

/// <summary>How the files of a run are written: snake_case names, two spaces, no field that is null unless its record says so.</summary>
/// <remarks>A record that a field belongs to is named here; the compiler writes the rest.</remarks>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    NewLine = "\n",
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(FiniteNumber)])]
[JsonSerializable(typeof(ManifestRecord))]
[JsonSerializable(typeof(ThresholdsRecord))]
[JsonSerializable(typeof(ClassifierTrainingRecord))]
[JsonSerializable(typeof(NoiseModelRecord))]
[JsonSerializable(typeof(LossCurveState))]
[JsonSerializable(typeof(SplitRecord))]
[JsonSerializable(typeof(TrainingHistoryRecord))]
[JsonSerializable(typeof(AdaptationSummaryRecord))]
[JsonSerializable(typeof(EvaluationRecord))]
[JsonSerializable(typeof(DemoRecord))]
[JsonSerializable(typeof(ComparisonRecord))]
[JsonSerializable(typeof(PlanRecord))]
[JsonSerializable(typeof(NetworkNote))]
[JsonSerializable(typeof(TrainingNote))]
[JsonSerializable(typeof(StageRecord))]
[JsonSerializable(typeof(ShardRecord))]
internal sealed partial class RunFileJson : JsonSerializerContext
{
    /// <summary>The same without line breaks, for notes inside other files.</summary>
    public static RunFileJson OneLine => field ??= new(new JsonSerializerOptions(Default.Options) { WriteIndented = false });
}
