using System.Text.RegularExpressions;

namespace SeCo.Models.DinoV2;

/// <summary>A checkpoint of Hugging Face's <c>Dinov2Model</c> or <c>Dinov2WithRegistersModel</c> under Meta's names. There, queries, keys and values are
/// three layers; here they are joined. The checkpoint below stays the caller's.</summary>
internal sealed partial class HuggingFaceDinoV2 : ICheckpoint
{
    private const string Positions = "embeddings.position_embeddings";

    private static readonly Dictionary<string, string> Parts = new(StringComparer.Ordinal)
    {
        ["embeddings.cls_token"] = "cls_token",
        ["embeddings.mask_token"] = "mask_token",
        ["embeddings.register_tokens"] = "register_tokens",
        [Positions] = "pos_embed",
        ["embeddings.patch_embeddings.projection.weight"] = "patch_embed.proj.weight",
        ["embeddings.patch_embeddings.projection.bias"] = "patch_embed.proj.bias",
        ["layernorm.weight"] = "norm.weight",
        ["layernorm.bias"] = "norm.bias",
        ["layer_scale1.lambda1"] = "ls1.gamma",
        ["layer_scale2.lambda1"] = "ls2.gamma",
        ["attention.output.dense.weight"] = "attn.proj.weight",
        ["attention.output.dense.bias"] = "attn.proj.bias",
    };

    private readonly ICheckpoint _inner;
    private readonly OrderedDictionary<string, List<string>> _sources = [];

    public HuggingFaceDinoV2(ICheckpoint inner)
    {
        _inner = inner;
        foreach (string name in inner.Names)
        {
            string own = MetaName(name);
            if (!_sources.TryGetValue(own, out List<string>? sources))
            {
                _sources.Add(own, sources = []);
            }

            sources.Add(name);
        }

        foreach (List<string> joined in _sources.Values.Where(s => s.Count > 1))
        {
            joined.Sort((a, b) => Order(a).CompareTo(Order(b)));
        }
    }

    public string Path => _inner.Path;

    public IReadOnlyList<string> Names => [.. _sources.Keys];

    public static bool Recognises(ICheckpoint checkpoint) => checkpoint.Names.Any(name => name.EndsWith(Positions, StringComparison.Ordinal));

    public bool Contains(string name) => _sources.ContainsKey(name);

    public TensorDescription Describe(string name)
    {
        TensorDescription[] parts = [.. Sources(name).Select(_inner.Describe)];
        TensorDescription first = parts[0] with { Name = name };
        return parts.Length == 1 ? first
            : parts.Length == 3 && parts.All(p => p.Type == first.Type && p.Shape.Length > 0 && p.Shape.SequenceEqual(first.Shape))
                ? first with { Shape = first.Shape.SetItem(0, checked(3 * first.Shape[0])) }
                : throw new CheckpointException($"{Path}: {string.Join(", ", parts.Select(p => p.Name))} differ, expected query, key and value of one shape.");
    }

    public TensorData Read(string name)
    {
        TensorDescription described = Describe(name);
        return new TensorData(described.Type, described.Shape, Sources(name).SelectMany(source => _inner.Read(source).Bytes.ToArray()).ToArray());
    }

    public void ReadInto(string name, Span<byte> destination)
    {
        List<string> sources = Sources(name);
        int each = destination.Length / sources.Count;
        for (int i = 0; i < sources.Count; i++)
        {
            _inner.ReadInto(sources[i], destination.Slice(i * each, each));
        }
    }

    public void Dispose() => _inner.Dispose();

    private List<string> Sources(string name) =>
        _sources.TryGetValue(name, out List<string>? sources) ? sources : throw new CheckpointException($"{Path}: there is no tensor '{name}'.");

    private static int Order(string name) => Array.FindIndex(["query", "key", "value"], part => name.Contains($".{part}.", StringComparison.Ordinal));

    // The model of a classifier has one more part before every name; its last layer is of no use here.
    private static string MetaName(string name)
    {
        string inside = ModelPrefix().Replace(name, string.Empty);
        if (inside.StartsWith("classifier.", StringComparison.Ordinal))
        {
            return $"head.{inside}";
        }

        Match block = Block().Match(inside);
        string part = QueryKeyValue().Replace(block.Success ? block.Groups[2].Value : inside, "attn.qkv.");
        string known = Parts.GetValueOrDefault(part, part);
        return block.Success ? $"blocks.{block.Groups[1]}.{known}" : known;
    }

    [GeneratedRegex(@"^dinov2(_with_registers)?\.")]
    private static partial Regex ModelPrefix();

    [GeneratedRegex(@"^encoder\.layer\.(\d+)\.(.+)$")]
    private static partial Regex Block();

    [GeneratedRegex(@"^attention\.attention\.(query|key|value)\.")]
    private static partial Regex QueryKeyValue();
}
