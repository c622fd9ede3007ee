namespace SeCo.Cli.Commands;

/// <summary><c>seco sam init</c>: a checkpoint with random weights.</summary>
internal static class SamInitCommand
{
    public static Command Create()
    {
        Option<string> arch = CommonOptions.Required(
            "--arch", "The architecture: a name, or a JSON file with the constructor arguments.", SamModelArguments.Architectures);
        Option<ulong> seed = CommonOptions.WithDefault("--seed", 1UL, "The same seed gives the same file.", "N");
        Option<string> output = CommonOptions.Out("The checkpoint to write; ends in .safetensors, or in .pth for PyTorch.", "FILE");
        return CommonOptions.Command("init", """
            Write a checkpoint with random weights under the official names and shapes: for trials of speed, memory and pipelines where there are no real
            weights. Its masks mean nothing.

              seco sam init --arch vit_b --seed 1 --out random_vit_b.safetensors
            """, [arch, seed, output], (parsed, _) =>
        {
            string path = parsed.GetRequiredValue(output);
            SamConfig config = SamModelArguments.ArchitectureOf(parsed.GetRequiredValue(arch));
            if (Path.GetExtension(path).ToLowerInvariant() is not (".safetensors" or ".pth" or ".pt"))
            {
                throw new UsageException($"--out {path}: checkpoints are written as .safetensors or .pth; let the name end in one of them.");
            }

            SamCheckpoint.WriteRandom(path, config, parsed.GetValue(seed));
            return parsed.Say($"{path}: {config.Name} with random weights, {new FileInfo(path).Length / 1e6:0} MB.");
        });
    }
}
