using System.CommandLine;
using SeCo.Models.Sam;
using SeCo.SegmentAnything;

namespace SeCo.Cli.Commands;

/// <summary><c>seco sam init</c>: a checkpoint with random weights.</summary>
internal static class SamInitCommand
{
    public static Command Create()
    {
        Option<string> arch = new("--arch") { Description = "The architecture: a name, or a JSON file with the constructor arguments.", HelpName = SamModelArguments.Architectures, Required = true };
        Option<ulong> seed = new("--seed") { Description = "The same seed gives the same file.", HelpName = "N", DefaultValueFactory = _ => 1 };
        Option<string> output = new("--out", "-o") { Description = "The checkpoint to write; ends in .safetensors, or in .pth for PyTorch.", HelpName = "FILE", Required = true };
        Command command = new("init", """
            Write a checkpoint with random weights under the official names and shapes: for trials of speed, memory and pipelines where there are no real weights.
            Its masks mean nothing.

              seco sam init --arch vit_b --seed 1 --out random_vit_b.safetensors
            """)
        {
            arch, seed, output,
        };
        command.SetAction(parsed =>
        {
            string architecture = parsed.GetRequiredValue(arch), path = parsed.GetRequiredValue(output);
            SamModelArguments.RequireArchitecture(architecture);
            if (Path.GetExtension(path).ToLowerInvariant() is not (".safetensors" or ".pth" or ".pt"))
            {
                throw new UsageException($"--out {path}: checkpoints are written as .safetensors or .pth; let the name end in one of them.");
            }

            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            SamConfig config = SamModelFile.Architecture(architecture);
            SamCheckpoint.WriteRandom(path, config, parsed.GetValue(seed));
            if (!parsed.GetValue(CommonOptions.Quiet))
            {
                parsed.InvocationConfiguration.Output.WriteLine($"{path}: {config.Name} with random weights, {new FileInfo(path).Length / 1e6:0} MB.");
            }

            return ExitCode.Done;
        });
        return command;
    }
}
