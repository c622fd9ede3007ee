using SeCo.Checkpoints;

namespace SeCo.Models.Sam;

public sealed partial record SamConfig
{
    /// <summary>Reads an architecture from a JSON file.</summary>
    /// <remarks>
    /// <para>Two forms are known. The flat one is what <see cref="ToJson"/> writes:
    /// one object with the official argument names (<c>embed_dim</c>, <c>depth</c>,
    /// <c>num_heads</c>, …; those of the mask decoder that would stand there twice begin with <c>decoder_</c>). The other has an object for each class of the
    /// official implementation (<c>ImageEncoderViT</c> or <c>TinyViT</c>, <c>PromptEncoder</c>, <c>TwoWayTransformer</c>, <c>MaskDecoder</c>, <c>Sam</c>) with
    /// the arguments of its constructor, at the top or in <c>constructor_arguments</c>;
    /// what else stands beside <c>constructor_arguments</c> is not read.</para>
    /// <para>What is missing is as in ViT-B, or in MobileSAM where the encoder is a TinyViT.</para>
    /// </remarks>
    /// <param name="path">The file, at most one megabyte.</param>
    /// <exception cref="CheckpointException">The file cannot be read, or something in it is unknown, of the wrong kind, contradictory or out of range:
    /// all of it together.</exception>
    public static SamConfig FromFile(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return ArchitectureFile.Read(path);
    }

    /// <summary>The architecture as JSON in the flat form of <see cref="FromFile"/>, with every value.</summary>
    public string ToJson() => ArchitectureText.Write(this);
}
