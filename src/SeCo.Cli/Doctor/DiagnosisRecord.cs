namespace SeCo.Cli.Doctor;

/// <summary>A diagnosis for programs: what <c>seco doctor --json</c> prints.</summary>
internal sealed record DiagnosisRecord(
    bool Usable, IEnumerable<DiagnosisRecord.Found> Findings, DiagnosisRecord.Rates? Speed, IEnumerable<DiagnosisRecord.Estimate>? Expectations)
{
    public static string Json(Diagnosis diagnosis) => JsonSerializer.Serialize(Of(diagnosis), DiagnosisJson.Default.DiagnosisRecord);

    private static DiagnosisRecord Of(Diagnosis diagnosis) => new(
        diagnosis.Usable,
        diagnosis.Findings.Select(f => new Found(f.Part, f.Name, f.Value, f.Kind.ToString().ToLowerInvariant(), f.Advice)),
        diagnosis.Speed is { } speed ? new Rates(Digit(speed.Matrix), Digit(speed.Convolution), Digit(speed.Memory), Digit(speed.Images)) : null,
        diagnosis.Speed is null ? null : Expectation.From(diagnosis.Speed).Select(e => new Estimate(e.What, Math.Round(e.Amount, 2), e.Unit)));

    private static double? Digit(double? rate) => rate is double number ? Math.Round(number, 1) : null;

    internal sealed record Found(string Part, string Name, string Value, string Kind, string? Advice);

    internal sealed record Rates(
        double? MatrixGflops,
        double? ConvolutionGflops,
        [property: JsonPropertyName("memory_gb_per_s")] double? Memory,
        [property: JsonPropertyName("images_per_s")] double? Images);

    internal sealed record Estimate(string What, double Amount, string Unit);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(DiagnosisRecord))]
internal sealed partial class DiagnosisJson : JsonSerializerContext;
