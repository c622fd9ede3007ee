namespace SeCo.RunFiles;

/// <summary>A setting that is not the same in all runs.</summary>
/// <param name="Key">Its key, as <c>correction.noise.portion</c>.</param>
/// <param name="Values">Its value in each run, as YAML.</param>
public sealed record ComparedSettingRecord(string Key, IReadOnlyList<string> Values);
