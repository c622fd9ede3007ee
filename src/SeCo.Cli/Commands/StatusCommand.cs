using SeCo.Pipeline.Jobs;
using SeCo.RunFiles;

namespace SeCo.Cli.Commands;

/// <summary><c>seco status</c>: how far the parts of a run are, from its folder alone.</summary>
internal static partial class StatusCommand
{
    public static Command Create()
    {
        Argument<string> folder = CommonOptions.Argument("run", "The folder of the run.", "RUN");
        return CommonOptions.Command("status", """
            Show how far a run in parts is: shards done, running and failed, and the last error with its log.

            It reads the run folder alone, and needs neither the cluster nor its accounting. A share that was killed cannot say so: it is shown with the
            time since its last sign of life. seco submit asks for everything again that is not done.

              seco status runs/big
            """, [folder, CommonOptions.Json], (parsed, _) =>
        {
            string path = parsed.GetRequiredValue(folder);
            RunFolder run = Directory.Exists(path) ? new RunFolder(path)
                : throw new IOException($"{path}: there is no such folder, expected the folder of a run.");
            IReadOnlyList<PartStatus> parts = PartStatus.Of(run);
            if (parts.Count == 0)
            {
                throw new IOException($"{run.Path}: no part of a run was begun here; `seco submit` or `seco run --part` does.");
            }

            if (parsed.GetValue(CommonOptions.Json))
            {
                parsed.Output.WriteLine(JsonSerializer.Serialize([.. parts.Select(p => RecordOf(run, p))], StatusJson.Default.WrittenPartArray));
                return ExitCode.Done;
            }

            Tables.Write(parsed.Output, Tables.Parts(parts));
            foreach ((PartStatus part, ShardRecord mark) in parts.SelectMany(p => p.Running.Select(m => (p, m))))
            {
                TimeSpan silence = DateTime.UtcNow - part.LastSign(run, mark);
                string sign = silence > PartStatus.Silence ? $"; no sign of life for {silence.TotalMinutes:0} minutes" : string.Empty;
                parsed.Output.WriteLine($"running: {Named(mark)}, since {mark.Started:u}{sign}{LogOf(run, mark)}");
            }

            foreach (ShardRecord mark in parts.SelectMany(p => p.Failed))
            {
                parsed.Output.WriteLine($"failed:  {Named(mark)}: {mark.Error}{LogOf(run, mark)}");
            }

            return ExitCode.Done;
        });
    }

    private static string Named(ShardRecord mark) =>
        $"{mark.Part} {mark.Share} on {mark.Host}{(mark.Job is null ? string.Empty : $" (job {mark.Job})")}";

    private static string LogOf(RunFolder run, ShardRecord mark) => PartStatus.LogOf(run, mark) is string log ? $"\n         {log}" : string.Empty;

    private static WrittenPart RecordOf(RunFolder run, PartStatus part) => new(
        part.Part.Name, part.Shards, part.Done, part.IsFinished, [.. part.Running.Select(Share)], [.. part.Failed.Select(Share)],
        Math.Round(part.Marks.Sum(m => m.CpuSeconds ?? 0), 3));

    private static WrittenShare Share(ShardRecord mark) => new(mark.Share, mark.Host, mark.Job, mark.Started, mark.Error);

    private sealed record WrittenShare(string Share, string Host, string? Job, DateTime Started, string? Error);

    private sealed record WrittenPart(
        string Part, int Shards, int Done, bool Finished, IReadOnlyList<WrittenShare> Running, IReadOnlyList<WrittenShare> Failed, double CpuSeconds);

    [JsonSourceGenerationOptions(
        PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonSerializable(typeof(WrittenPart[]))]
    private sealed partial class StatusJson : JsonSerializerContext;
}
