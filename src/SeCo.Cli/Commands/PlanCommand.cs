using System.Text.RegularExpressions;
using SeCo.Cli.Doctor;
using SeCo.Onnx;
using SeCo.Pipeline.Jobs;
using SeCo.RunFiles;

namespace SeCo.Cli.Commands;

/// <summary><c>seco plan</c>: what a run will take, before it begins.</summary>
internal static partial class PlanCommand
{
    public static Command Create()
    {
        Option<string?> output = new("--out", "-o") { Description = "The run folder that is meant: whether its disk has room.", HelpName = "DIR" };
        Option<string?> budget = CommonOptions.Optional<string?>("--budget", "Time that the run may take, as 30m, 2h or 90s: settings are proposed.", "TIME");
        Option<string?> memory = CommonOptions.Optional<string?>("--memory", "Memory that it may take, as 4G or 800MB: settings are proposed.", "SIZE");
        Option<int> images = CommonOptions.WithDefault("--images", new PlanOptions().Images, "Images that the stages are tried on.", "N");
        Option<double> seconds = CommonOptions.Real("--seconds", new PlanOptions().Seconds, "Seconds after which the measurement ends.", "S");
        return CommonOptions.Command("plan", """
            Tell what a run will take on this machine: time, memory and disk of each stage, from trying all stages on a few of its images, with its settings.

            Says what does not fit, and with --budget or --memory which settings to change. Nothing is left behind.

              seco plan street.yaml
              seco plan street.yaml --budget 30m --memory 4G
            """,
            [CommonOptions.Configuration, output, budget, memory, images, seconds, CommonOptions.Set, CommonOptions.Device, CommonOptions.Json],
            async (parsed, cancellationToken) =>
        {
            RunOptions options = UsageException.Check(RunSession.Load(parsed), o => o.Validate());
            PlanOptions limits = UsageException.Check(
                new PlanOptions
                {
                    Images = parsed.GetValue(images), Seconds = parsed.GetValue(seconds), Budget = Seconds(parsed.GetValue(budget)),
                    Memory = parsed.GetValue(memory) is string size
                        ? UsageException.Read(() => MemorySize.Parse(Unit().Replace(size, "$0iB")), "--memory") : null,
                },
                o => o.Validate());
            PlanRecord plan = await new RunPlan(options, limits, new CustomParts { Engine = new OnnxEngine() }).RunAsync(cancellationToken);
            string[] misfits = [.. Misfits(plan, limits, parsed.GetValue(output))];
            plan = plan with { Notes = [.. plan.Notes, .. misfits] };
            if (parsed.GetValue(CommonOptions.Json))
            {
                parsed.Print(stream => RunFileKinds.Plan.Write(stream, plan));
            }
            else if (!parsed.Quiet)
            {
                Tables.Write(parsed.Output, Tables.Plan(plan));
                plan.Notes.ToList().ForEach(parsed.Output.WriteLine);
                plan.Proposals.ToList().ForEach(p => parsed.Output.WriteLine(
                    $"--set {ShellText.Word(p.Setting)}   {p.Why}: then {ProgressDisplay.Duration(p.Seconds)}, {Tables.Size(p.Memory)}"));
            }

            return ExitCode.Done;
        });
    }

    private static IEnumerable<string> Misfits(PlanRecord plan, PlanOptions limits, string? folder)
    {
        (double seconds, long memory) = plan.Proposals.Count > 0 ? (plan.Proposals[^1].Seconds, plan.Proposals[^1].Memory) : (plan.Seconds, plan.Memory);
        string? place = Path.GetFullPath(folder ?? ".");
        while (place is not null && !Directory.Exists(place))
        {
            place = Path.GetDirectoryName(place);
        }

        long available = MemoryCheck.Available();
        if (plan.Memory > available)
        {
            yield return $"Does not fit: {Tables.Size(plan.Memory)} of memory are needed, {Tables.Size(available)} are there. --memory proposes "
                + "settings.";
        }

        if (place is not null && FolderCheck.Free(place) is long free && plan.Disk > free)
        {
            yield return $"Does not fit: {Tables.Size(plan.Disk)} of disk are needed, {Tables.Size(free)} are free. Name another disk with --out.";
        }

        if (seconds > limits.Budget)
        {
            yield return $"No setting brings the run to {ProgressDisplay.Duration(limits.Budget.Value)}.";
        }

        if (memory > limits.Memory)
        {
            yield return $"No setting brings the run to {Tables.Size(limits.Memory.Value)}.";
        }
    }

    private static double? Seconds(string? text)
    {
        if (text is null)
        {
            return null;
        }

        Match match = Duration().Match(text);
        return match.Success && double.TryParse(match.Groups[1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
            ? number * match.Groups[2].Value switch { "h" => 3600, "m" => 60, _ => 1 }
            : throw new UsageException($"--budget {text}: expected a number with h, m or s, as 30m.");
    }

    [GeneratedRegex(@"^([\d.]+)(h|m|s)\z")]
    private static partial Regex Duration();

    // "4G" is what people write for GiB.
    [GeneratedRegex(@"(?<=\d)[KMGTkmgt]\z")]
    private static partial Regex Unit();
}
