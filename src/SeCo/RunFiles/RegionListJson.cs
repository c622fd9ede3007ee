using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SeCo.RunFiles;

/// <summary>How region files, reviews and questions are written: as the reference writes its region files, without white space.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(PythonReal), typeof(WholeNumber), typeof(BoxJson), typeof(PointJson)])]
[JsonSerializable(typeof(IReadOnlyList<RegionRecord>))]
[JsonSerializable(typeof(IReadOnlyList<ReviewRecord>))]
[JsonSerializable(typeof(QuestionsRecord))]
internal sealed partial class RegionListJson : JsonSerializerContext
{
    /// <summary>The context; run lengths and names keep their characters.</summary>
    public static RegionListJson Plain => field ??= new(Relaxed(Default));

    /// <summary>Run lengths are full of characters that the default encoder escapes for HTML's sake.</summary>
    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>The options of a context, with characters as they are.</summary>
    public static JsonSerializerOptions Relaxed(JsonSerializerContext context) => new(context.Options) { Encoder = Encoder };
}
