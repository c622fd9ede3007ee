using SeCo.Models.SegFormer;

namespace SeCo.Models;

/// <summary>Opens published weights of segmentation networks and brings their names to those of the bare network.</summary>
/// <remarks>Known are: a state dictionary, bare or as a section of a file (<c>state_dict</c>, <c>model</c>, …); two sections <c>feature_extractor</c> and
/// <c>classifier</c> (DT-ST, FADA), whose names get these as first parts; <c>module.</c> before the names (DataParallel); <c>model.</c>, <c>ema_model.</c>
/// and <c>imnet_model.</c> (DAFormer, MIC), of which one network is chosen; <c>Scale.</c> (the ImageNet file that AdaptSegNet starts from);
/// <c>auxiliary_head.</c> (mmsegmentation), which is left out; the names that Hugging Face's transformers 5 has in memory.</remarks>
public static class SegmentationCheckpoint
{
    private const string AuxiliaryHead = "auxiliary_head.";
    private static readonly string[] TwoSections = ["feature_extractor", "classifier"];
    private static readonly string[] Networks = ["model.", "ema_model.", "imnet_model."];

    /// <summary>Opens a safetensors or PyTorch file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="role">Which network is meant where the file holds a student and a teacher.</param>
    /// <returns>The tensors; the caller disposes it, which closes the file.</returns>
    /// <exception cref="CheckpointException">The file cannot be opened, is of another format, malformed, truncated or refused,
    /// or holds no network of the role.</exception>
    public static ICheckpoint Open(string path, CheckpointRole role = CheckpointRole.Student)
    {
        return CheckpointFile.Open(path, new CheckpointOptions { JoinedSections = TwoSections }).HandTo(file =>
        {
            ICheckpoint checkpoint = TwoSections.Aggregate(file, (c, section) => Without(c, $"{section}.module.", replacement: $"{section}."));
            checkpoint = Choose(checkpoint, role).WithoutPrefix("module.").WithoutPrefix("Scale.");
            checkpoint = HuggingFaceNames.AreOfMemory(checkpoint.Names) ? checkpoint.Renamed(HuggingFaceNames.InFiles) : checkpoint;
            return checkpoint.Names.Any(IsAuxiliary) ? checkpoint.Renamed(name => IsAuxiliary(name) ? null : name) : checkpoint;
        });
    }

    /// <summary>The network of the role, under names without what marks it.</summary>
    private static ICheckpoint Choose(ICheckpoint checkpoint, CheckpointRole role)
    {
        bool isMarked = checkpoint.Names.Count > 0
            && checkpoint.Names.All(name => Array.Exists(Networks, network => name.StartsWith(network, StringComparison.Ordinal)));
        if (!isMarked)
        {
            return role == CheckpointRole.Student ? checkpoint : throw Missing(checkpoint, role);
        }

        string prefix = role == CheckpointRole.Teacher ? "ema_model." : "model.";
        return checkpoint.Names.Any(name => name.StartsWith(prefix, StringComparison.Ordinal))
            ? checkpoint.Renamed(name => name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : null)
            : throw Missing(checkpoint, role);
    }

    private static ICheckpoint Without(ICheckpoint checkpoint, string prefix, string replacement) =>
        checkpoint.Names.Any(name => name.StartsWith(prefix, StringComparison.Ordinal))
            ? checkpoint.Renamed(name => name.StartsWith(prefix, StringComparison.Ordinal) ? replacement + name[prefix.Length..] : name)
            : checkpoint;

    private static bool IsAuxiliary(string name) => name.StartsWith(AuxiliaryHead, StringComparison.Ordinal);

    private static CheckpointException Missing(ICheckpoint checkpoint, CheckpointRole role) => new(
        $"{checkpoint.Path}: there is no {role.ToString().ToLowerInvariant()} among its {checkpoint.Names.Count} tensors, whose names begin as "
        + $"'{(checkpoint.Names.Count > 0 ? checkpoint.Names[0] : "")}'. A file with both has names that begin with 'model.' and 'ema_model.'.");
}
