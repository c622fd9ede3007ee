using System.Collections.Immutable;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace SeCo.Testing;

/// <summary>Which source file uses which, read from a built assembly and its symbols: exact, where a search for names would guess.</summary>
public sealed class CodeGraph
{
    private static readonly Guid TypeDocuments = new("932E74BC-DBA9-4478-8D46-0F32A7BAB3D3");
    private static readonly Dictionary<int, OperandType> Operands = typeof(OpCodes).GetFields()
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(o => (int)(ushort)o.Value, o => o.OperandType);

    private readonly MetadataReader _types;
    private readonly MetadataReader _symbols;
    private readonly PEReader _image;
    private readonly Dictionary<TypeDefinitionHandle, string> _files = [];
    private readonly HashSet<(string From, string To)> _uses = [];
    private readonly HashSet<string> _acting = [];

    private CodeGraph(PEReader image, MetadataReader symbols)
    {
        (_image, _types, _symbols) = (image, image.GetMetadataReader(), symbols);
        foreach (TypeDefinitionHandle type in _types.TypeDefinitions)
        {
            if (FileOf(type) is string file)
            {
                _files[type] = file;
            }
        }

        foreach (TypeDefinitionHandle type in _types.TypeDefinitions)
        {
            Follow(type);
            FindActs(type);
        }
    }

    /// <summary>Pairs of source files, by their paths as the symbols have them, of which the first uses a type that the second declares.</summary>
    public IReadOnlySet<(string From, string To)> Uses => _uses;

    /// <summary>Reads an assembly with its symbols beside it.</summary>
    public static CodeGraph Of(string assembly)
    {
        using PEReader image = new(File.OpenRead(assembly));
        using MetadataReaderProvider symbols = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(Path.ChangeExtension(assembly, ".pdb")));
        return new CodeGraph(image, symbols.GetMetadataReader());
    }

    /// <summary>Arrows between folders of the given depth below a folder, each with one use that it comes from.</summary>
    /// <param name="folderOf">The room of a file; null leaves the file out.</param>
    public Dictionary<(string From, string To), string> Arrows(Func<string, string?> folderOf)
    {
        Dictionary<(string, string), string> arrows = [];
        foreach ((string from, string to) in _uses.Order())
        {
            if (folderOf(from) is string a && folderOf(to) is string b && a != b)
            {
                arrows.TryAdd((a, b), $"{from} uses {to}");
            }
        }

        return arrows;
    }

    /// <summary>The arrows that lie on a circle: from one end the other can be reached again.</summary>
    public static IEnumerable<string> Circles(Dictionary<(string From, string To), string> arrows)
    {
        ILookup<string, string> next = arrows.Keys.ToLookup(a => a.From, a => a.To);
        return arrows.Where(a => Reaches(next, a.Key.To, a.Key.From)).Select(a => $"{a.Key.From} -> {a.Key.To}: {a.Value}");
    }

    /// <summary>The folders of a project whose parts use each other in a circle, each with the arrows of the circle; the files of a folder itself
    /// count as one part.</summary>
    /// <param name="project">The project, below <c>src</c>.</param>
    public IEnumerable<(string Folder, IReadOnlyList<string> Arrows)> FolderCircles(string project)
    {
        IEnumerable<string> folders = _files.Values.Distinct().Select(f => BelowSource(f, project)).OfType<string>()
            .SelectMany(f => f.Select((c, i) => c == '/' ? f[..(i + 1)] : string.Empty)).Append(string.Empty).Distinct().Order(StringComparer.Ordinal);
        foreach (string folder in folders)
        {
            IReadOnlyList<string> circle = [.. Circles(Arrows(f => PartOf(BelowSource(f, project), folder)))];
            if (circle.Count > 0)
            {
                yield return ((project + "/" + folder).TrimEnd('/'), circle);
            }
        }
    }

    /// <summary>The source files of a project, below its folder, that do something: a method with a body
    /// that is neither an accessor, a constructor, a check of options nor made by the compiler.</summary>
    /// <param name="project">The project, below <c>src</c>.</param>
    public IReadOnlySet<string> FilesWithBehaviour(string project) =>
        _acting.Select(f => BelowSource(f, project)).OfType<string>().ToHashSet(StringComparer.Ordinal);

    // The compiler's own files lie in obj.
    private static string? BelowSource(string file, string project)
    {
        string start = $"/src/{project}/", path = file.Replace('\\', '/');
        int at = path.IndexOf(start, StringComparison.Ordinal);
        return at < 0 || path.Contains("/obj/", StringComparison.Ordinal) ? null : path[(at + start.Length)..];
    }

    private static string? PartOf(string? file, string folder)
    {
        if (file is null || !file.StartsWith(folder, StringComparison.Ordinal))
        {
            return null;
        }

        string rest = file[folder.Length..];
        return rest.Contains('/', StringComparison.Ordinal) ? rest[..rest.IndexOf('/', StringComparison.Ordinal)] : "(its own files)";
    }

    private static bool Reaches(ILookup<string, string> next, string from, string to)
    {
        HashSet<string> seen = [from];
        Stack<string> open = new([from]);
        while (open.TryPop(out string? at))
        {
            if (at == to)
            {
                return true;
            }

            foreach (string way in next[at].Where(seen.Add))
            {
                open.Push(way);
            }
        }

        return false;
    }

    private string? FileOf(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _types.GetTypeDefinition(handle);
        if (type.GetMethods().Select(FileOf).FirstOrDefault(f => f is not null) is string file)
        {
            return file;
        }

        foreach (CustomDebugInformationHandle info in _symbols.GetCustomDebugInformation(handle))
        {
            CustomDebugInformation found = _symbols.GetCustomDebugInformation(info);
            if (_symbols.GetGuid(found.Kind) == TypeDocuments)
            {
                return Name(MetadataTokens.DocumentHandle(_symbols.GetBlobReader(found.Value).ReadCompressedInteger()));
            }
        }

        return type.IsNested ? FileOf(type.GetDeclaringType()) : null;
    }

    private string? FileOf(MethodDefinitionHandle method)
    {
        MethodDebugInformation debug = _symbols.GetMethodDebugInformation(method);
        return !debug.Document.IsNil ? Name(debug.Document) : debug.SequencePointsBlob.IsNil ? null : Name(debug.GetSequencePoints().First().Document);
    }

    private string Name(DocumentHandle document) => _symbols.GetString(_symbols.GetDocument(document).Name);

    private void FindActs(TypeDefinitionHandle handle)
    {
        // The body of an asynchronous method or an iterator is in a type that the compiler makes for it.
        TypeDefinition type = _types.GetTypeDefinition(handle);
        bool made = _types.GetString(type.Name).Contains('<', StringComparison.Ordinal);
        foreach (MethodDefinitionHandle method in type.GetMethods())
        {
            string name = _types.GetString(_types.GetMethodDefinition(method).Name);
            bool acts = made
                ? name == "MoveNext"
                : !name.Contains('<', StringComparison.Ordinal) && !name.StartsWith("get_", StringComparison.Ordinal)
                    && !name.StartsWith("set_", StringComparison.Ordinal) && name is not (".ctor" or ".cctor" or "Validate" or "Dispose" or "ToString");
            if (acts && FileOf(method) is string file)
            {
                _acting.Add(file);
            }
        }
    }

    private void Follow(TypeDefinitionHandle handle)
    {
        if (!_files.TryGetValue(handle, out string? file))
        {
            return;
        }

        Collector found = new(_types);
        TypeDefinition type = _types.GetTypeDefinition(handle);
        found.Add(type.BaseType);
        foreach (InterfaceImplementationHandle part in type.GetInterfaceImplementations())
        {
            found.Add(_types.GetInterfaceImplementation(part).Interface);
        }

        foreach (FieldDefinitionHandle field in type.GetFields())
        {
            _types.GetFieldDefinition(field).DecodeSignature(found, null);
        }

        foreach (MethodDefinitionHandle method in type.GetMethods())
        {
            FollowMethod(_types.GetMethodDefinition(method), found);
        }

        foreach (TypeDefinitionHandle used in found.Types)
        {
            if (_files.TryGetValue(used, out string? other) && other != file)
            {
                _uses.Add((file, other));
            }
        }
    }

    private void FollowMethod(MethodDefinition method, Collector found)
    {
        method.DecodeSignature(found, null);
        if (method.RelativeVirtualAddress == 0)
        {
            return;
        }

        MethodBodyBlock body = _image.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
        {
            _types.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(found, null);
        }

        BlobReader code = body.GetILReader();
        while (code.RemainingBytes > 0)
        {
            int opcode = code.ReadByte();
            opcode = opcode == 0xFE ? 0xFE00 | code.ReadByte() : opcode;
            switch (Operands[opcode])
            {
                case OperandType.InlineNone:
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    code.Offset += 1;
                    break;
                case OperandType.InlineVar:
                    code.Offset += 2;
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    code.Offset += 8;
                    break;
                case OperandType.InlineSwitch:
                    int targets = code.ReadInt32();
                    code.Offset += 4 * targets;
                    break;
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                    found.Add(MetadataTokens.EntityHandle(code.ReadInt32()));
                    break;
                default:
                    code.Offset += 4;
                    break;
            }
        }
    }

    /// <summary>Collects the types of the assembly that signatures and instructions name.</summary>
    private sealed class Collector(MetadataReader reader) : ISignatureTypeProvider<bool, object?>
    {
        public HashSet<TypeDefinitionHandle> Types { get; } = [];

        public void Add(EntityHandle handle)
        {
            switch (handle.Kind)
            {
                case HandleKind.TypeDefinition:
                    Types.Add((TypeDefinitionHandle)handle);
                    break;
                case HandleKind.TypeSpecification when !handle.IsNil:
                    reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, null);
                    break;
                case HandleKind.MethodDefinition:
                    Types.Add(reader.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
                    break;
                case HandleKind.FieldDefinition:
                    Types.Add(reader.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                    break;
                case HandleKind.MemberReference:
                    Add(reader.GetMemberReference((MemberReferenceHandle)handle).Parent);
                    break;
                case HandleKind.MethodSpecification:
                    MethodSpecification method = reader.GetMethodSpecification((MethodSpecificationHandle)handle);
                    Add(method.Method);
                    method.DecodeSignature(this, null);
                    break;
                default:
                    break;
            }
        }

        public bool GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Types.Add(handle);

        public bool GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => false;

        public bool GetTypeFromSpecification(MetadataReader reader, object? context, TypeSpecificationHandle handle, byte rawTypeKind)
        {
            Add(handle);
            return false;
        }

        public bool GetArrayType(bool elementType, ArrayShape shape) => false;

        public bool GetByReferenceType(bool elementType) => false;

        public bool GetFunctionPointerType(MethodSignature<bool> signature) => false;

        public bool GetGenericInstantiation(bool genericType, ImmutableArray<bool> typeArguments) => false;

        public bool GetGenericMethodParameter(object? context, int index) => false;

        public bool GetGenericTypeParameter(object? context, int index) => false;

        public bool GetModifiedType(bool modifier, bool unmodifiedType, bool isRequired) => false;

        public bool GetPinnedType(bool elementType) => false;

        public bool GetPointerType(bool elementType) => false;

        public bool GetPrimitiveType(PrimitiveTypeCode typeCode) => false;

        public bool GetSZArrayType(bool elementType) => false;
    }
}
