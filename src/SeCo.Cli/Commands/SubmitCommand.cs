using System.Diagnostics;
using SeCo.Pipeline.Jobs;

namespace SeCo.Cli.Commands;

/// <summary><c>seco submit</c>: a run as jobs of a cluster.</summary>
internal static class SubmitCommand
{
    private static readonly Option<string> Engine =
        CommonOptions.WithDefault("--engine", "slurm", "What runs the jobs; kubernetes: manifests are written and not applied.", "slurm|kubernetes");

    private static readonly Option<bool> DryRun = CommonOptions.Flag("--dry-run", "Print the scripts or manifests; write and submit nothing.");

    private static readonly Option<int> Shards = CommonOptions.WithDefault("--shards", 8, "Into how many shares the images are divided.", "N");

    private static readonly Option<string?> Partition = CommonOptions.Optional<string?>("--partition", "Slurm: the partition.", "NAME");

    private static readonly Option<string?> Time = CommonOptions.Optional<string?>("--time", "Slurm: the longest time of a task.", "TIME");

    private static readonly Option<string?> Gres = CommonOptions.Optional<string?>("--gres", "Slurm: generic resources, as in gpu:1.", "LIST");

    private static readonly Option<string?> CpusPerTask = CommonOptions.Optional<string?>("--cpus-per-task", "Slurm: processors of a task.", "N");

    private static readonly Option<string?> Mem = CommonOptions.Optional<string?>("--mem", "Slurm: memory of a task, as in 16G.", "SIZE");

    private static readonly Option<int> Ranks = CommonOptions.WithDefault("--ranks", 1, "Slurm: processes that train together, started by mpirun.", "N");

    private static readonly Option<string[]> Lines = new("--sbatch")
    {
        Description = "Slurm: one more option of sbatch, as in --sbatch=--account=vision; for one part alone as in --sbatch=adapt:--time=12:00:00.",
        HelpName = "[PART:]OPTION",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string?> Template = CommonOptions.Optional<string?>(
        "--template", "Slurm: a script of your own for the jobs, with @NAME@, @SBATCH@, @DIRECTORY@ and @COMMAND@ in it.", "FILE");

    private static readonly Option<string?> Image = CommonOptions.Optional<string?>("--image", "Kubernetes: the container image.", "IMAGE");

    private static readonly Option<string?> Claim = CommonOptions.Optional<string?>("--claim", "Kubernetes: the volume claim with all data.", "NAME");

    private static readonly Option<string> Mount =
        CommonOptions.WithDefault("--mount", "/data", "Kubernetes: where that is mounted, under the same path as here.", "PATH");

    private static readonly Option<string?> Program = CommonOptions.Optional<string?>(
        "--program", "The command seco on the machines of the cluster; without it, the one that runs now, or seco in an image.", "PATH");

    public static Command Create() => CommonOptions.Command("submit", """
        Submit a run as jobs of a cluster: for each part an array of shards, then a merge, each after the one before it.

        All machines see the images and the run folder under the same paths. Given again, the command asks only for what has no durable mark: after a
        failure, with other machines, or after the settings have changed. seco status shows how far the jobs are. After images, truth or reviews have changed,
        seco run RUN.yaml --out RUN --part inputs looks at them first. Device and threads are the same for all jobs, as they decide the last bits: without
        --device and threads they follow from --gres and --cpus-per-task (one thread).

          seco submit my.yaml --out runs/big --shards 16 --partition cpu --time 04:00:00 --sbatch=adapt:--time=12:00:00
          seco submit my.yaml --out runs/big --shards 16 --dry-run
          seco submit my.yaml --out runs/big --engine kubernetes --image registry/seco:1 --claim images --mount /data
        """,
    [
        CommonOptions.Configuration, CommonOptions.RunFolder, CommonOptions.Set, CommonOptions.Device, Engine, DryRun, Shards, Partition, Time, Gres,
        CpusPerTask, Mem, Ranks, Lines, Template, Image, Claim, Mount, Program,
    ], (parsed, cancellationToken) =>
    {
        RunOptions options = ForAllMachines(RunSession.Load(parsed), parsed);
        int shards = parsed.GetValue(Shards) is >= 1 and <= 100_000 and var n ? n
            : throw new UsageException($"--shards {parsed.GetValue(Shards)}: expected 1 to 100000.");
        RunFolder folder = new(parsed.GetRequiredValue(CommonOptions.RunFolder), options.Dataset.FollowLinks);
        JobPlan plan = UsageException.Read(() => JobPlan.Of(options, folder, shards));
        bool isSlurm = CommonOptions.OneOf("--engine", parsed.GetRequiredValue(Engine), ("slurm", true), ("kubernetes", false));
        if (plan.Jobs.Count == 0)
        {
            return parsed.Say($"{folder.Path}: every part of the run is done with these settings; nothing is left to submit. "
                + "If images, truth or reviews have changed: seco run with the same settings and --part inputs, then submit again.");
        }

        return isSlurm ? Slurm(parsed, options, plan, cancellationToken) : Kubernetes(parsed, options, plan);
    });

    // What differs between machines must not be found out by each of them: it is in the fingerprints of the files that they share.
    private static RunOptions ForAllMachines(RunOptions options, ParseResult parsed)
    {
        string processors = parsed.GetValue(CpusPerTask) ?? "1"; // what a task of Slurm gets where nothing is asked for
        return options with
        {
            Threads = options.Threads > 0 ? options.Threads : int.TryParse(processors, NumberStyles.None, CultureInfo.InvariantCulture, out int n) && n > 0 ? n
                : throw new UsageException($"--cpus-per-task {processors}: expected a number from 1."),
            Device = options.Device != "auto" ? options.Device
                : parsed.GetValue(Gres)?.StartsWith("gpu", StringComparison.Ordinal) == true ? "cuda" : "cpu",
        };
    }

    private static int Slurm(ParseResult parsed, RunOptions options, JobPlan plan, CancellationToken cancellationToken)
    {
        SlurmOptions asked = UsageException.Check(
            new SlurmOptions
            {
                Partition = parsed.GetValue(Partition), Time = parsed.GetValue(Time), Gres = parsed.GetValue(Gres),
                CpusPerTask = parsed.GetValue(CpusPerTask), Mem = parsed.GetValue(Mem), Ranks = parsed.GetValue(Ranks), Lines = parsed.GetValue(Lines) ?? [],
            },
            o => o.Validate());
        string? template = parsed.GetValue(Template) is string file ? File.ReadAllText(file) : null;
        SlurmScripts slurm = new(plan, asked, ProgramOf(parsed) ?? OwnProgram(), Directory.GetCurrentDirectory(), template);
        IReadOnlyList<(PlannedJob Job, string Name, string Text)> scripts = UsageException.Read(slurm.Scripts);
        (string, string)[] files = [.. scripts.Select(s => (s.Name, s.Text)), ("submit.sh", slurm.SubmitScript())];
        if (parsed.GetValue(DryRun))
        {
            return Print(parsed, files);
        }

        plan.Write(options, files);
        string? after = null;
        foreach ((PlannedJob job, string name, _) in scripts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            after = Submit(slurm.Arguments(job, name, after));
            parsed.Say($"{after}  {job.Name}{(job.Shards.Count > 0 ? $", {job.Shards.Count} of {job.Of} shards" : string.Empty)}");
        }

        return parsed.Say($"How far they are: seco status {plan.Run.Path}");
    }

    private static int Kubernetes(ParseResult parsed, RunOptions options, JobPlan plan)
    {
        KubernetesManifests kubernetes = new(
            plan, parsed.GetValue(Image) ?? throw new UsageException("--image is missing: name the container image that the jobs run in."),
            ProgramOf(parsed) ?? ["seco"], Directory.GetCurrentDirectory(), parsed.GetValue(Claim), parsed.GetRequiredValue(Mount));
        (string, string)[] files = [.. kubernetes.Manifests().Select(m => (m.Name, m.Text)), ("apply.sh", kubernetes.ApplyScript())];
        if (parsed.GetValue(DryRun))
        {
            return Print(parsed, files);
        }

        plan.Write(options, files);
        return parsed.Say($"{files.Length - 1} manifests: {plan.Folder}. Nothing was applied: bash {plan.Folder}/apply.sh does.");
    }

    private static int Print(ParseResult parsed, IEnumerable<(string Name, string Text)> files)
    {
        foreach ((string name, string text) in files)
        {
            parsed.Output.WriteLine($"# ---- {name}");
            parsed.Output.WriteLine(text);
        }

        return ExitCode.Done;
    }

    // sbatch itself says what is wrong.
    private static string Submit(IReadOnlyList<string> arguments)
    {
        ProcessStartInfo start = new("sbatch", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process sbatch = Process.Start(start)!;
            Task<string> error = sbatch.StandardError.ReadToEndAsync();
            string output = sbatch.StandardOutput.ReadToEnd().Trim();
            sbatch.WaitForExit();
            return sbatch.ExitCode == 0 && output.Length > 0 ? output.Split(';')[0] : throw new IOException(
                $"sbatch refused {arguments[^1]}: {error.Result.Trim()} What was submitted before it stays, until scancel ends it.");
        }
        catch (System.ComponentModel.Win32Exception fault)
        {
            throw new IOException($"sbatch cannot be started ({fault.Message}): submit on a machine of the Slurm cluster, or look with --dry-run.", fault);
        }
    }

    private static string[]? ProgramOf(ParseResult parsed) => parsed.GetValue(Program) is string program ? [program] : null;

    private static string[] OwnProgram() => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
        ? [Environment.ProcessPath!, typeof(SubmitCommand).Assembly.Location] : [Environment.ProcessPath!];
}
