namespace SeCo.Pipeline.Jobs;

/// <summary>The jobs of a plan as scripts for <c>sbatch</c>.</summary>
/// <remarks>Names of files come from people: they reach the shell in single quotes alone, and <c>sbatch</c> as arguments, never in lines that it reads by
/// rules of its own.</remarks>
/// <param name="plan">The plan.</param>
/// <param name="options">What is asked of Slurm.</param>
/// <param name="program">The command that runs <c>seco</c>: a program, and arguments where it needs some.</param>
/// <param name="directory">The folder that jobs work in: paths in the settings are relative to it.</param>
/// <param name="template">A script with <c>@NAME@</c>, <c>@SBATCH@</c>, <c>@DIRECTORY@</c>, <c>@COMMAND@</c> in it; null: <see cref="Template"/>.</param>
public sealed class SlurmScripts(JobPlan plan, SlurmOptions options, IReadOnlyList<string> program, string directory, string? template = null)
{
    /// <summary>The script that jobs are made of, unless another one is given.</summary>
    public const string Template = """
        #!/bin/bash
        #SBATCH --job-name=seco-@NAME@
        #SBATCH --requeue
        #SBATCH --open-mode=append
        @SBATCH@
        set -eu
        cd @DIRECTORY@
        exec @COMMAND@

        """;

    private const string Command = "@COMMAND@";

    /// <summary>The scripts, by their names in the plan's folder, in the order in which they are submitted.</summary>
    /// <exception cref="ArgumentException">The template has no place for the command, or options are for parts that there are not.</exception>
    public IReadOnlyList<(PlannedJob Job, string Name, string Text)> Scripts()
    {
        options.RequireParts(plan.Parts);
        string from = (template ?? Template).ReplaceLineEndings("\n");
        if (!from.Contains(Command, StringComparison.Ordinal))
        {
            throw new ArgumentException($"The template has no {Command}: what the job shall do would have no place in it.");
        }

        return [.. plan.Jobs.Select((job, i) => (job, string.Create(CultureInfo.InvariantCulture, $"{i + 1:00}-{job.Name}.sh"), TextOf(from, job)))];
    }

    /// <summary>The arguments of <c>sbatch</c> for a job, after the jobs before it.</summary>
    /// <param name="job">The job.</param>
    /// <param name="script">The name of its script.</param>
    /// <param name="after">The number of the job before, or how a script names it; null for none.</param>
    public IReadOnlyList<string> Arguments(PlannedJob job, string script, string? after)
    {
        ArgumentNullException.ThrowIfNull(job);
        string logs = plan.Logs.Replace("%", "%%", StringComparison.Ordinal);
        return
        [
            "--parsable", $"--output={Path.Combine(logs, job.LogOf("%a"))}",
            .. job.Shards.Count > 0 ? [$"--array={string.Join(',', Ranges(job.Shards))}"] : Array.Empty<string>(),
            .. after is null ? Array.Empty<string>() : [$"--dependency=afterok:{after}", "--kill-on-invalid-dep=yes"],
            Path.Combine(plan.Folder, script),
        ];
    }

    /// <summary>A script that submits all jobs, for people to read or to run.</summary>
    public string SubmitScript() =>
        "#!/bin/bash\nset -eu\n" + string.Concat(Scripts().Select((s, i) =>
            $"job=$(sbatch {string.Join(' ', Arguments(s.Job, s.Name, i == 0 ? null : "JOB").Select(Word))})\necho {s.Job.Name} \"$job\"\n"));

    // The number of the job before is known when the script runs.
    private static string Word(string argument) => argument == "--dependency=afterok:JOB" ? "\"--dependency=afterok:${job%%;*}\"" : ShellText.Quote(argument);

    private string TextOf(string from, PlannedJob job)
    {
        const string Shard = "SHARD";
        string[] start = options.IsShared(job.Part) ? ["mpirun", "-n", $"{options.Ranks}"] : [];
        string[] words = [.. start, .. program, "run", plan.Settings, "--out", Path.GetFullPath(plan.Run.Path), "--quiet", .. job.Arguments(Shard)];
        string command = string.Join(' ', words.Select((word, i) => i == words.Length - 1 && job.Shards.Count > 0
            ? $"\"$SLURM_ARRAY_TASK_ID/{job.Of}\"" : ShellText.Quote(word)));
        string lines = string.Join('\n', options.LinesOf(job.Part));

        // The command last: what is in it is not looked at again.
        return from.Replace("@SBATCH@\n", lines.Length > 0 ? lines + "\n" : string.Empty, StringComparison.Ordinal)
            .Replace("@SBATCH@", lines, StringComparison.Ordinal)
            .Replace("@NAME@", job.Name, StringComparison.Ordinal).Replace("@DIRECTORY@", ShellText.Quote(directory), StringComparison.Ordinal)
            .Replace(Command, command, StringComparison.Ordinal);
    }

    /// <summary>Numbers in order, as <c>1-3</c>, <c>5</c>.</summary>
    internal static IEnumerable<string> Ranges(IReadOnlyList<int> numbers)
    {
        for (int i = 0, last; i < numbers.Count; i = last + 1)
        {
            for (last = i; last + 1 < numbers.Count && numbers[last + 1] == numbers[last] + 1; last++)
            {
            }

            yield return last == i ? $"{numbers[i]}" : $"{numbers[i]}-{numbers[last]}";
        }
    }
}
