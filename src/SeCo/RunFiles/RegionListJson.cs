namespace SeCo.RunFiles;

/// <summary>How region files, reviews, questions and answers are written: as the reference writes its region files, without white space.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(PythonReal), typeof(WholeNumber), typeof(BoxJson), typeof(PointJson)])]
[JsonSerializable(typeof(IReadOnlyList<RegionRecord>))]
[JsonSerializable(typeof(IReadOnlyList<ReviewRecord>))]
[JsonSerializable(typeof(QuestionsRecord))]
[JsonSerializable(typeof(AnswersRecord))]
[JsonSerializable(typeof(AnswerRecord))]
internal sealed partial class RegionListJson : JsonSerializerContext
{
    /// <summary>The context; run lengths and names keep their characters.</summary>
    public static RegionListJson Plain => field ??= new(RunFile.Relaxed(Default));
}
